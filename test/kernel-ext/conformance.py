"""Does the kernel answer as the messaging protocol wants? jupyter_kernel_test with every optional sample filled in."""

import unittest

import jupyter_kernel_test


class CellarKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "cellar"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    completion_samples = [
        {"text": "const rounded = Math.flo", "matches": {"floor"}},
        {"text": "const rates = { canada: 1, france: 2 }; rates.", "matches": {"canada", "france"}},
        {"text": "%lsm", "matches": {"%lsmagic"}},
        {"text": "%%cell", "matches": {"%%cell_to_module"}},
    ]
    complete_code_samples = [
        "1",
        "const x: number = 1",
        "function f(): number { return 1 }\n\n",
        "class A { x = 1 }",
        "for (const i of [1, 2]) { console.log(i) }",
        "%lsmagic",
        "%%cell_to_module m\nexport const f = () => 1;",
    ]
    incomplete_code_samples = [
        "function f(){",
        "console.log(",
        "const a = [1,",
        "const s = `abc",
        "class A {",
        "if (true) {",
        "/* open comment",
        "%%cell_to_module m\nexport function f() {",
    ]
    invalid_code_samples = ["const = 3 =", "let 1x = 2", "foo bar baz)", "}"]
    code_page_something = "Math.abs?"
    code_generate_error = "throw new Error('boom')"
    code_execute_result = [
        {"code": "1+2+3", "result": "6"},
        {"code": "[1, 2, 3].map((n) => n * n)", "result": "[ 1, 4, 9 ]"},
        {"code": "'abc'", "result": "'abc'"},
    ]
    code_display_data = [
        {"code": "import { display } from 'tslab'; display.html('<b>x</b>')", "mime": "text/html"},
        {"code": "display.png(Buffer.from('abcd'))", "mime": "image/png"},
    ]
    code_history_pattern = "1?2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.abs"
    code_clear_output = "import { clearOutput } from 'tslab'; clearOutput()"


class CellarWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "cellar"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main(verbosity=2)
