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
export { buildServer, type Gate } from './server.ts'
export { compileCheck, invalidFields } from './validate.ts'
