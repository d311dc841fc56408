"""Kill -9 in the middle of saves: what was acknowledged is there, and nothing is half written."""

import os
import random
import time

from tests.bettercare_web.running.saver import Saver, moments

SAVES = int(os.environ.get("BETTERCARE_SAVES", "100"))
KILLS = int(os.environ.get("BETTERCARE_KILLS", "3"))


def test_every_acknowledged_save_outlives_kill_9(service):
    random.seed(os.environ.get("BETTERCARE_SEED", "1914"))
    signed_in = service.program("sign_in", "lead@leicester.example")
    service.start()
    service.start_worker()
    saver = Saver(service, signed_in, SAVES)
    saver.start()
    for after, pause in moments(SAVES, KILLS):
        saver.wait_for(after)
        time.sleep(pause)
        service.kill()
        service.start()
        service.start_worker()
    saver.join(timeout=90)
    assert saver.fault is None
    assert len(saver.acknowledged) == SAVES
    service.kill()
    found = service.program("chain")
    assert found["broken"] == []
    assert found["new"] == saver.acknowledged  # each once, in their order
    assert saver.unanswered >= KILLS
    whole = service.command("audit", "verify")
    assert whole.stdout.startswith("Whole:")
