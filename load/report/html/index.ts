export { formatHtmlReport } from './page.ts';
export { formatHtmlComparison } from './comparison-page.ts';
export type { HtmlReportOptions } from './page.ts';
