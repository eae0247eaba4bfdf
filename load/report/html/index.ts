export { formatHtmlReport } from './page.ts';
