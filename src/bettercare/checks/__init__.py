"""Every check of the catalogue, family by family, and the registry that runs them."""

from bettercare.checks import admissions as admissions
from bettercare.checks import allocations as allocations
from bettercare.checks import balances as balances
from bettercare.checks import conditions as conditions
from bettercare.checks import delays as delays
from bettercare.checks import discharge as discharge
from bettercare.checks import documents as documents
from bettercare.checks import durations as durations
from bettercare.checks import grants as grants
from bettercare.checks import hicm as hicm
from bettercare.checks import identity as identity
from bettercare.checks import impacts as impacts
from bettercare.checks import last_year as last_year
from bettercare.checks import lists as lists
from bettercare.checks import mapped as mapped
from bettercare.checks import metric_changes as metric_changes
from bettercare.checks import metric_plans as metric_plans
from bettercare.checks import metrics as metrics
from bettercare.checks import money as money
from bettercare.checks import narrative as narrative
from bettercare.checks import national as national
from bettercare.checks import others as others
from bettercare.checks import output_changes as output_changes
from bettercare.checks import outputs as outputs
from bettercare.checks import populations as populations
from bettercare.checks import progress as progress
from bettercare.checks import required_spends as required_spends
from bettercare.checks import returns as returns
from bettercare.checks import shares as shares
from bettercare.checks import sign_off as sign_off
from bettercare.checks.registry import CHECKS, Check, run

__all__ = ["CHECKS", "Check", "run"]
