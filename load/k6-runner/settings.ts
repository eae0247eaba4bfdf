import type { BenchSettings } from '../bench/index.ts';
import type { ScenarioName } from '../k6/plan/settings.ts';

/** What k6 is to do. Checked whole before anything is sent. */
export interface K6BenchSettings {
  /** Target, policy, sessions, loads and budget as for the other engines; probes and saturation are not k6's. */
  readonly bench: BenchSettings;
  readonly scenario: ScenarioName;
  /** k6 processes, each with its part of the iterations. */
  readonly instances: number;
  /** Of `soak`, `journey` and `breakpoint`. */
  readonly durationMs: number;
  /** Requests a second at the end of `breakpoint`'s ramp. */
  readonly peakPerSecond: number;
  readonly journeysPerMinute: number;
  /** Users that requests are spread over, over all instances. */
  readonly vus: number;
  /** How long a session lives that a scenario creates in mid-run, in seconds: 2 to 600, the default. */
  readonly sessionLifeSeconds?: number;
  /**
   * More outputs of k6's, as its `--out` takes them: `opentelemetry`, `experimental-prometheus-rw`, … `{instance}` becomes the number of the
   * instance, so that no two write to one file.
   */
  readonly outputs: readonly string[];
}
