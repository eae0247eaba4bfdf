// Starts the driver that its arguments name, stands between it and the runner, and writes down what either says, as it
// is: FILE.request and FILE.answer.
//
//     node record.mjs FILE COMMAND ARGUMENT…
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';

const [, , file, command, ...rest] = process.argv;
const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'] });

function pass(from, to, kind) {
  from.on('data', (chunk) => {
    // At once: the runner ends its driver without a word.
    appendFileSync(`${file}.${kind}`, chunk);
    to.write(chunk);
  });
}
pass(process.stdin, child.stdin, 'request');
pass(child.stdout, process.stdout, 'answer');
child.on('exit', (code) => process.exit(code ?? 1));
