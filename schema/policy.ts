/**
 * The numbers of a rate limit, shared by whoever keeps it (the deployment) and whoever judges it (the
 * analysis). The algorithm is not part of it.
 */
export interface RatePolicy {
  /** Requests that one window allows: the session's `max_requests_per_1_minute`. At least 1. */
  readonly limit: number;
  /** Length of the window in milliseconds; 60,000 on a real deployment. */
  readonly windowMs: number;
}
