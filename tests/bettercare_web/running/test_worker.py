"""The worker: each job once in effect, by one worker at a time, and a list of what failed."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from bettercare_web.audit.anchors import anchor_file, read
from bettercare_web.mail.actions import write_letter
from bettercare_web.running import ladder, work, worker
from bettercare_web.running.models import Job, Pulse
from bettercare_web.running.work import Work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def done():
    return []


def pass_time(**amount):
    """Let time pass for every job: what was due later is due by so much sooner."""
    for job in Job.objects.all():
        job.due -= timedelta(**amount)
        if job.lease_until:
            job.lease_until -= timedelta(**amount)
        job.save()


def test_a_daily_job_is_done_once_a_day(done):
    daily = Work("remind", lambda: done.append(1))
    assert [worker.one_round([daily]) for _ in range(3)] == [1, 0, 0]
    assert done == [1]
    today = Job.objects.get(name="remind")
    assert today.period == timezone.now().strftime("%Y-%m-%d")
    today.period = "2019-09-27"
    today.save()
    assert worker.one_round([daily]) == 1


def test_a_repeated_job_is_due_again(done):
    often = Work("letters", lambda: done.append(1), timedelta(seconds=30))
    assert [worker.one_round([often]) for _ in range(2)] == [1, 0]
    pass_time(seconds=31)
    assert worker.one_round([often]) == 1
    assert Job.objects.count() == 1


def test_a_job_that_another_worker_holds_is_left_alone_until_its_lease_ends(done):
    daily = Work("remind", lambda: done.append(1))
    period = daily.period(timezone.now())
    Job.objects.create(name="remind", period=period)
    assert worker.lease("remind", period) is not None
    assert worker.one_round([daily]) == 0
    pass_time(seconds=61)  # that worker was killed
    assert worker.one_round([daily]) == 1


def test_a_job_that_fails_is_tried_five_times_and_then_listed(capsys):
    def fail():
        raise ValueError("Aurelia Quill")

    daily = Work("remind", fail)
    waits = []
    for _ in range(5):
        assert worker.one_round([daily]) == 0
        job = Job.objects.get()
        waits.append(round((job.due - timezone.now()).total_seconds()))
        pass_time(minutes=5)
    assert waits[:4] == [10, 20, 40, 80]
    assert (job.tries, job.dead, job.fault) == (5, True, "builtins.ValueError")
    pass_time(days=1)
    assert worker.lease("remind", job.period) is None
    call_command("worker", "--dead")
    assert "5 tries, builtins.ValueError" in capsys.readouterr().out


def test_what_failed_can_be_revived(done):
    daily = Work("remind", lambda: done.append(1))
    Job.objects.create(name="remind", period=daily.period(timezone.now()), tries=5, dead=True)
    assert worker.one_round([daily]) == 0
    call_command("worker", "--revive")
    assert worker.one_round([daily]) == 1


def test_a_repeated_job_that_failed_too_often_is_tried_again_later(done):
    often = Work("letters", lambda: done.append(1), timedelta(seconds=30))
    due = timezone.now() + timedelta(minutes=10)
    Job.objects.create(name="letters", tries=5, dead=True, due=due)
    assert worker.one_round([often]) == 0
    pass_time(minutes=11)
    assert worker.one_round([often]) == 1
    assert not Job.objects.get().dead


def test_one_job_that_fails_does_not_stop_the_next(done):
    def fail():
        raise ValueError

    assert worker.one_round([Work("first", fail), Work("second", lambda: done.append(1))]) == 1


def test_the_worker_rests_while_nothing_may_be_written(done, tmp_path):
    ladder.switch_on(tmp_path, "The database moves.", None)
    assert worker.one_round([Work("remind", lambda: done.append(1))]) == 0
    assert not done
    assert not Pulse.objects.filter(pk="worker").exists()


def test_letters_go_out_once_and_the_trail_is_anchored():
    write_letter("lead@leicester.example", "Your plan", "Text")
    call_command("worker", "--once")
    pass_time(minutes=2)
    call_command("worker", "--once")
    assert [letter.subject for letter in mail.outbox] == ["Your plan"]
    assert len(list(read(anchor_file()))) == 1
    assert Pulse.objects.filter(pk="worker").exists()


def test_it_runs_until_it_is_told(monkeypatch, done):
    monkeypatch.setattr(worker, "PAUSE", 0)
    often = Work("letters", lambda: done.append(1), timedelta(0))
    worker.run(lambda: len(done) == 3, [often])
    assert done == [1, 1, 1]


def test_done_jobs_are_forgotten_after_a_time():
    long_ago = timezone.now() - timedelta(days=36)
    Job.objects.create(name="remind", period="2019-09-27", done=long_ago)
    Job.objects.create(name="remind", period="2019-09-28", dead=True)
    Job.objects.create(name="remind", period="2019-09-29", done=timezone.now())
    assert work.forget_done_jobs() == 1
    assert sorted(Job.objects.values_list("period", flat=True)) == ["2019-09-28", "2019-09-29"]
