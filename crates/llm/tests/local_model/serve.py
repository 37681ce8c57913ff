"""Serves a GGUF model with llama.cpp's own HTTP server, until standard input closes.

Usage: serve.py MODEL.gguf. Prints the server's address as its first line.
"""

import sys

import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.n_ctx = 1024
params.n_parallel = 1
params.cpuparams.n_threads = 1
params.cpuparams_batch.n_threads = 1
params.warmup = False
params.ui = False
# With no port given it takes a free one, on loopback.
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
