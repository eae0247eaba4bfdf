import { detailLines } from './details.ts';
import type { Finding } from './finding.ts';

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/**
 * Findings as workflow commands of GitHub Actions, a line each: `::error` for what failed, `::warning` for a difference.
 * What passed, was skipped or failed as expected is no annotation.
 */
export function formatAnnotations(findings: readonly Finding[]): string {
  return findings
    .flatMap((finding) => {
      const level =
        finding.status === 'failed' ? 'error' : finding.status === 'difference' ? 'warning' : undefined;
      if (level === undefined) return [];
      const text = [finding.claim, ...detailLines(finding)].join('\n');
      return [`::${level} title=${escapeProperty(finding.id)}::${escapeData(text)}\n`];
    })
    .join('');
}
