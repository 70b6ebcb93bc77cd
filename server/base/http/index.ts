export { type Gate, readmit } from './admit.ts'
export { answerOnce, sweepAnswers } from './answers.ts'
export { byteOrderMark, csvLine, tellCsv } from './csv.ts'
export { JsonFault, parseStrict } from './json.ts'
export { takePlace } from './listeners.ts'
export { type Page, PageOf, PageQuery, pageOf, readCursor, writeCursor } from './page.ts'
export { refuse as refuseAtEdge } from './refusals.ts'
export {
  collectRoutes,
  type Input,
  type RawRoute,
  type Route,
  type RouteBook,
  type RouteEntry,
  type Routes,
} from './route.ts'
export { type Running, whilePermitted } from './running.ts'
export { buildServer } from './server.ts'
export { compileCheck, invalidFields } from './validate.ts'
