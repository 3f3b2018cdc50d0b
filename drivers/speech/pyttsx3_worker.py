# SPDX-License-Identifier: Apache-2.0
"""The program that alone imports pyttsx3: makes the sound of one text, writes it as WAV, and ends.

pyttsx3 plays through os.system inside a callback, cannot be stopped, forgets rates and says its
first text for ever (devices.md 3), so it only ever writes one file here and is killed from outside.
Run as a file: `python -P pyttsx3_worker.py`, with a request on standard input.
"""

import json
import os
import shutil
import signal
import sys
import threading
import time

NO_VOICE = 4
NO_SOUND = 5
LONGEST_SECONDS = 10.0


def main() -> int:
    """Wait for a request, after all slow work that does not need it."""
    import pyttsx3  # noqa: PLC0415 - slow, and only this process needs it
    from pyttsx3.drivers import _espeak  # noqa: PLC0415 - as above

    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # who listened has been stopped
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # pyttsx3 prints
    engine = pyttsx3.init()
    request = json.loads(sys.stdin.readline() or "null")
    if request is None:
        return 0
    ids = [voice.id for voice in engine.getProperty("voices")]
    voice = next((one for name in request["voices"] for one in ids if one.endswith(name)), None)
    if voice is None:
        return NO_VOICE
    file = os.memfd_create("sound")
    is_written = threading.Event()
    engine.connect("finished-utterance", lambda name, completed: is_written.set())
    engine.runAndWait()  # of nothing: from here on properties are set at once
    engine.setProperty("voice", voice)
    engine.setProperty("rate", request["words_per_minute"])
    engine.setProperty("volume", request["volume"])
    while _espeak.IsPlaying():  # runAndWait begins by cancelling what is not yet set
        time.sleep(0.001)
    engine.save_to_file(request["text"], f"/proc/self/fd/{file}")
    engine.runAndWait()  # may come back before the file is written
    if not is_written.wait(LONGEST_SECONDS):
        return NO_SOUND
    with open(f"/proc/self/fd/{file}", "rb") as sound:  # noqa: PTH123 - no path of a file
        shutil.copyfileobj(sound, sink)
    sink.close()
    # espeak's own threads must not outlive the sound
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
