import { analytics } from './analytics.ts';
import { billing } from './billing.ts';
import { cooking } from './cooking.ts';
import { debugging } from './debugging.ts';
import { orders } from './orders.ts';
import { people } from './people.ts';
import type { Subject } from './subject.ts';
import { travel } from './travel.ts';

/** What threads can be about. The order is part of what a seed promises. */
export const subjects: readonly Subject[] = [orders, travel, debugging, analytics, people, billing, cooking];
export type {
  Ask,
  Details,
  Exchange,
  ExchangeScript,
  FileSpec,
  PrintedSubject,
  Script,
  Step,
  Subject,
  ToolUse,
} from './subject.ts';
