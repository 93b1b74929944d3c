"""Runs every case of test/corpus: the buggy form's result depends on when it is
made to wait (exit code 1), the fixed form's does not (0)."""
import glob
import os
import subprocess

import lit.formats
import lit.Test


class CorpusCases(lit.formats.TestFormat):
    def getTestsInDirectory(self, suite, path, lit_config, local_config):
        if path[-1] != "dynamic":
            return  # lit looks into folders below as well
        for meta in sorted(glob.glob(os.path.join(suite.getSourcePath(("corpus", "turso")), "*", "meta.json"))):
            case = os.path.basename(os.path.dirname(meta))
            for form in ("buggy", "fixed"):
                if os.path.exists(os.path.join(os.path.dirname(meta), form + ".cpp")):
                    yield lit.Test.Test(suite, path + (case, form), local_config)

    def execute(self, test, lit_config):
        case, form = test.path_in_suite[-2:]
        corpus = test.suite.getSourcePath(("corpus",))
        program = test.getExecPath()
        os.makedirs(os.path.dirname(program), exist_ok=True)
        compile = [os.path.join(test.config.llvm_bin, "clang++"), "-std=c++20", "-O0",
                   "-include-pch", test.config.corpus_pch, "-I" + corpus,
                   f'-DCASE="turso/{case}/{form}.cpp"', f'-DSCENARIO="turso/{case}/scenario.inc"',
                   os.path.join(corpus, "run_case.cpp"), "-o", program]
        built = subprocess.run(compile, capture_output=True, text=True)
        if built.returncode:
            return lit.Test.FAIL, " ".join(compile) + "\n" + built.stderr
        try:
            ran = subprocess.run([program], capture_output=True, text=True, timeout=60)
        except subprocess.TimeoutExpired:
            return lit.Test.TIMEOUT, f"{program} hangs"
        want = {"buggy": 1, "fixed": 0}[form]
        if ran.returncode == want:
            return lit.Test.PASS, ""
        return lit.Test.FAIL, f"exit code {ran.returncode}, expected {want}\n{ran.stdout}{ran.stderr}"
