"""Uploads a video and prints the peak of its memory, in bytes. `test_media.py` runs it in a separate process."""

import sys
import tracemalloc

from pinterest import Media, PinterestSDKClient

url, token, path = sys.argv[1:]
with PinterestSDKClient(token, base_url=url) as client:
    job = Media.upload(path, client)
    tracemalloc.start()
    job.wait()
    print(tracemalloc.get_traced_memory()[1])
