import type { Settings } from '../../core/settings.ts';
import type { Question } from '../questions.ts';
import type { DoctorCheck } from '../results.ts';
import type { World } from '../world.ts';
import type { Held, Unsigned } from './evidence.ts';

/** One condition of a cutover. */
export interface Gate {
  name: string;
  open: boolean;
  /** What was found. */
  found: string;
  /** What is missing and the command that supplies it; '' where the gate is open. */
  remedy: string;
}

export interface GateInput<H extends Held | Unsigned = Held | Unsigned> {
  settings: Settings;
  world: World;
  held: H;
  /** Identity of the mapping as it is now. */
  mapping: string;
  doctor: readonly DoctorCheck[];
  questions: readonly Question[];
  /** Milliseconds since 1970. */
  now: number;
}

/** An open gate needs no remedy. */
export const gate = (name: string, open: boolean, found: string, remedy: string): Gate => ({
  ...{ name, open, found, remedy: open ? '' : remedy },
});
