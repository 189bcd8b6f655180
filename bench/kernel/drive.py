# How soon does each kernel answer? Starts them in turn, then sends the same small cells to all of them in turn.
# usage: drive.py TASK FOLDER, TASK = {"kernels": {name: language}, "starts": n, "rounds": n} as JSON; the samples in ms go to stdout.
import json
import queue
import os
import signal
import sys
import time
from collections import defaultdict

from jupyter_client.manager import KernelManager

TIMEOUT_S = 60

CELLS = {
    "empty": {"typescript": "", "python": ""},
    "sum": {"typescript": "1+1", "python": "1+1"},
    "declare": {"typescript": "const x = 17", "python": "x = 17"},
}


class Kernel:
    """One running kernel; its times count from the moment its process was asked for."""

    def __init__(self, name, folder):
        self.name = name
        self.manager = KernelManager(kernel_name=name)
        # By default a socket tries again every 100 ms while the kernel is not yet there: that would be what we time.
        self.manager.context.reconnect_ivl = 2
        # What it prints itself must not mix with our answer; it is told if the kernel fails.
        self.log = open(os.path.join(folder, f"{name}.log"), "ab+")
        self.begin = time.perf_counter()
        self.manager.start_kernel(cwd=folder, stdout=self.log, stderr=self.log)
        running.append(self)
        self.client = self.manager.client()
        self.client.start_channels(stdin=False, hb=False)

    def elapsed(self):
        return (time.perf_counter() - self.begin) * 1e3

    def ask_info(self):
        self.reply_to(self.client.kernel_info())
        return self.elapsed()

    def execute(self, code):
        """Sends a cell and waits for its reply and its idle, as a front end does; milliseconds."""
        begin = time.perf_counter()
        sent = self.client.execute(code)
        self.reply_to(sent)
        self.wait_for_idle(sent)
        return (time.perf_counter() - begin) * 1e3

    def execute_first(self, code):
        """Counts to the reply: whether iopub has connected by now is not the kernel's doing."""
        self.reply_to(self.client.execute(code))
        return self.elapsed()

    def reply_to(self, sent):
        while True:
            reply = self.client.shell_channel.get_msg(timeout=TIMEOUT_S)
            if reply["parent_header"].get("msg_id") != sent:
                continue
            # tslab's kernel_info_reply has no status.
            if reply["content"].get("status", "ok") != "ok":
                raise RuntimeError(f"{self.name} answered {reply['content']}")
            return

    def wait_for_idle(self, sent):
        while True:
            try:
                message = self.client.iopub_channel.get_msg(timeout=TIMEOUT_S)
            except queue.Empty:
                raise RuntimeError(f"{self.name} answered a cell but did not say within {TIMEOUT_S} s that it is idle")
            about = message["parent_header"].get("msg_id") == sent
            if about and message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return

    def end(self):
        running.remove(self)
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.log.close()

    def said(self):
        self.log.seek(0)
        return self.log.read()[-2000:].decode(errors="replace")


running = []


def tell(text):
    print(f"bench: kernel: {text}", file=sys.stderr, flush=True)


def turns(names, at):
    """Who goes first changes from round to round."""
    first = at % len(names)
    return names[first:] + names[:first]


def time_starts(task, folder, samples):
    names = list(task["kernels"])
    for at in range(task["starts"]):
        tell(f"start {at + 1} of {task['starts']}")
        for name in turns(names, at):
            kernel = Kernel(name, folder)
            info = kernel.ask_info()
            first = kernel.execute_first("1+1")
            kernel.end()
            # The first start of all reads its files from the disk, not from memory.
            if at > 0:
                samples[name]["info"].append(info)
                samples[name]["first"].append(first)


def time_cells(task, folder, samples):
    kernels = [Kernel(name, folder) for name in task["kernels"]]
    for kernel in kernels:
        kernel.ask_info()
        kernel.execute_first("1+1")
    warm_up = 5
    for at in range(-warm_up, task["rounds"]):
        if at % 20 == 0:
            tell(f"cells, round {at + 1} of {task['rounds']}")
        for kernel in turns(kernels, at):
            language = task["kernels"][kernel.name]
            for measure, codes in CELLS.items():
                ms = kernel.execute(codes[language])
                if at >= 0:
                    samples[kernel.name][measure].append(ms)
    for kernel in kernels:
        kernel.end()


def main():
    # A signal becomes an exception, so that the kernels end with us.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(1))
    task, folder = json.loads(sys.argv[1]), sys.argv[2]
    samples = defaultdict(lambda: defaultdict(list))
    try:
        time_starts(task, folder, samples)
        time_cells(task, folder, samples)
    except Exception:
        for kernel in running:
            print(f"What {kernel.name} printed:\n{kernel.said()}", file=sys.stderr)
        raise
    finally:
        for kernel in list(running):
            kernel.end()
    json.dump(samples, sys.stdout)


main()
