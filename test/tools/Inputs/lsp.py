"""Speaks LSP to a clangd, and expects things of it.

usage: lsp.py SCENARIO FOLDER CLANGD [ARGUMENT ...]

The FOLDER is copied to a place of its own first: clangd also reads what lies
above a file, and here that is this project's compile database.

Every wait is for a message; the one clock here ends a run in which clangd has
stopped answering.
"""
import json
import os
import pathlib
import queue
import shutil
import subprocess
import sys
import tempfile
import threading

PATIENCE = 120  # seconds for one message, on a busy machine
CHECK = "reentrancy-mutation-before-yield"


class Server:
    def __init__(self, command, folder):
        self.folder = pathlib.Path(folder).resolve()
        self.process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=open(self.folder / "clangd.log", "w"))
        self.inbox, self.held, self.last_id = queue.Queue(), [], 0
        threading.Thread(target=self._read, daemon=True).start()
        self.request("initialize", {
            "processId": os.getpid(), "rootUri": self.folder.as_uri(),
            "capabilities": {"textDocument": {"publishDiagnostics": {"relatedInformation": True,
                                                                     "codeActionsInline": False}}}})
        self.notify("initialized", {})

    def _read(self):
        out = self.process.stdout
        while True:
            length = None
            while line := out.readline().strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if length is None:
                self.inbox.put(None)
                return
            self.inbox.put(json.loads(out.read(length)))

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def wait_for(self, wanted):
        """The first message, of those not yet taken, that is wanted."""
        for i, message in enumerate(self.held):
            if wanted(message):
                return self.held.pop(i)
        while True:
            try:
                message = self.inbox.get(timeout=PATIENCE)
            except queue.Empty:
                self.fail("clangd does not answer")
            if message is None:
                self.fail(f"clangd has died, exit code {self.process.wait()}")
            if "id" in message and "method" in message:
                self._send({"id": message["id"], "result": None})  # e.g. a progress token
            elif wanted(message):
                return message
            else:
                self.held.append(message)

    def notify(self, method, params):
        self._send({"method": method, "params": params})

    def request(self, method, params):
        self.last_id += 1
        wanted = self.last_id
        self._send({"id": wanted, "method": method, "params": params})
        answer = self.wait_for(lambda m: m.get("id") == wanted)
        if "error" in answer:
            self.fail(f"{method}: {answer['error']}")
        return answer["result"]

    def fail(self, why):
        self.process.kill()
        sys.stderr.write((self.folder / "clangd.log").read_text()[-4000:])
        sys.exit(f"error: {why}")

    def stop(self):
        self.request("shutdown", None)
        self.notify("exit", None)
        code = self.process.wait(timeout=PATIENCE)
        if code:
            self.fail(f"clangd's exit code is {code}")


class Document:
    def __init__(self, server, name):
        self.server, self.version = server, 0
        self.uri = (server.folder / name).as_uri()

    def set(self, text):
        """Opens the document with this text, or changes it as an editor does."""
        self.version += 1
        self.text = text
        if self.version == 1:
            self.server.notify("textDocument/didOpen", {"textDocument": {
                "uri": self.uri, "languageId": "cpp", "version": 1, "text": text}})
        else:
            self.server.notify("textDocument/didChange", {
                "textDocument": {"uri": self.uri, "version": self.version},
                "contentChanges": [{"text": text}], "wantDiagnostics": True})

    def diagnostics(self):
        """Those of the present version; waits for them."""
        message = self.server.wait_for(
            lambda m: m.get("method") == "textDocument/publishDiagnostics"
            and m["params"]["uri"] == self.uri and m["params"].get("version") == self.version)
        return message["params"]["diagnostics"]

    def ours(self):
        return [d for d in self.diagnostics() if d.get("code") == CHECK]

    def line(self, marker):
        return next(i for i, l in enumerate(self.text.splitlines()) if marker in l)

    def outline(self):
        return self.server.request("textDocument/documentSymbol", {"textDocument": {"uri": self.uri}})


def expect(server, what, condition):
    if not condition:
        server.fail(f"expected: {what}")


COUNTER = (pathlib.Path(__file__).parent / "counter.cpp").read_text()


def diagnostic(server):
    """One file, nothing configured but .clang-tidy: the finding and its path."""
    document = Document(server, "counter.cpp")
    document.set(COUNTER)
    everything = document.diagnostics()
    found = [d for d in everything if d.get("code") == CHECK]
    for d in found:
        print(f"{d['source']} {d['code']} at line {d['range']['start']['line'] + 1}, severity {d['severity']}")
        expect(server, "the finding stands at the mutation",
               d["range"]["start"]["line"] == document.line("// the bug"))
        related = d.get("relatedInformation", [])
        expect(server, "the path is related information", related)
        for r in related:
            expect(server, "a step of the path is in this file", r["location"]["uri"] == document.uri)
        print("with related information")
    for d in everything:
        if d not in found:
            print("other:", d.get("code"), d["message"])
    # A path note is an explanation, not something to apply.
    actions = server.request("textDocument/codeAction", {
        "textDocument": {"uri": document.uri}, "range": found[0]["range"], "context": {"diagnostics": found}}) if found else []
    for a in actions or []:
        if a.get("kind") == "quickfix":
            print("quick fix:", a["title"])


def edit(server):
    """A file as it is while being typed: most of the time it is broken."""
    body = COUNTER[COUNTER.index("class Counter"):]
    head = COUNTER[:COUNTER.index("class Counter")]
    bug = body.index("// the bug") + len("// the bug")
    stages = {
        "nothing": "",
        "half a function": head + body[:bug],
        "half a call of the macro": head + body[:body.index("reader_.read()") + 3],
        "a brace is missing": COUNTER.replace("count_);\n  }", "count_);\n", 1),
        "a brace too many": COUNTER.replace("count_);\n  }", "count_);\n  }}", 1),
        "an unknown type": COUNTER.replace("Reader reader_;", "Raeder reader_;"),
        "an unknown result": COUNTER.replace("IOResult<int> next()", "IOResutl<int> next()"),
        "a result of an unknown type": COUNTER.replace("IOResult<int> next()", "IOResult<Nothing> next()"),
        "an incomplete result": COUNTER.replace("IOResult<int> next()", "IOResult<> next()"),
        "no result": COUNTER.replace("IOResult<int> next()", "next()"),
        "an unknown member": COUNTER.replace("++count_", "++cuont_"),
        "an unknown callee": COUNTER.replace("reader_.read()", "reader_.raed()"),
        "an empty argument": COUNTER.replace("RETURN_IF_IO(reader_.read())", "RETURN_IF_IO()"),
        "the macro is gone": COUNTER.replace("#define RETURN_IF_IO", "#define RETURN_IF_OI"),
        "an invalid class": COUNTER.replace("class Counter {", "class Counter : public Counter {"),
        "a condition without its end": COUNTER.replace("++count_;", "if (count_ ++count_;"),
        "a switch without its end": COUNTER.replace("++count_;", "switch (count_) { case 1: ++count_;"),
        "a loop without its parts": COUNTER.replace("++count_;", "for (;; ++count_"),
        "a lambda without its end": COUNTER.replace("++count_;", "auto l = [&] { ++count_;"),
        "a template of it": COUNTER.replace("class Counter", "template <class T> class Counter"),
        "a template without arguments": COUNTER.replace("class Counter", "template <> class Counter"),
        "two of it": COUNTER + body,
        "an unknown header": "#include \"nowhere.h\"\n" + COUNTER,
    }
    document = Document(server, "counter.cpp")
    document.set(COUNTER)
    expect(server, "the finding", len(document.ours()) == 1)
    for name, text in stages.items():
        expect(server, f"the stage '{name}' differs from the whole", text != COUNTER)
        document.set(text)
        document.diagnostics()
        document.outline()
        print("lives:", name)
    document.set(COUNTER)
    expect(server, "the finding again, once the code is whole", len(document.ours()) == 1)
    print("found again")


def two_files(server):
    """Two files at once: clangd analyses each on a thread of its own."""
    one, two = Document(server, "one.cpp"), Document(server, "two.cpp")
    other = COUNTER.replace("count_", "total_").replace("class Counter", "\n\n\nclass Adder")
    mended = COUNTER.replace("    ++count_; // the bug\n", "")
    for turn in range(6):
        one.set(COUNTER + f"// {turn}\n" if turn % 3 != 2 else mended)
        two.set(other + f"// {turn}\n")
        for document, want in (one, turn % 3 != 2), (two, True):
            found = document.ours()
            expect(server, f"in turn {turn} {1 if want else 0} finding in {document.uri}", len(found) == want)
            for d in found:
                expect(server, "each finding in its own place",
                       d["range"]["start"]["line"] == document.line("// the bug"))
                for r in d["relatedInformation"]:
                    expect(server, "each path in its own file", r["location"]["uri"] == document.uri)
    print("each its own findings")


def main():
    scenario = {"diagnostic": diagnostic, "edit": edit, "two-files": two_files}[sys.argv[1]]
    with tempfile.TemporaryDirectory() as place:
        folder = shutil.copytree(sys.argv[2], os.path.join(place, "project"))
        server = Server(sys.argv[3:], folder)
        scenario(server)
        server.stop()


main()
