import { parentPort } from 'node:worker_threads';
import { generateAndValidate } from './dataset.ts';
import type { Order } from './dataset.ts';

// Makes and validates one dataset after another, as they are ordered.
parentPort?.on('message', (order: Order) => {
  void generateAndValidate(order).then((outcome) => parentPort?.postMessage(outcome));
});
