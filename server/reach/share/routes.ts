import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { PageOf, PageQuery, type Routes, tellCsv } from '../../base/http/index.ts'
import { idPattern } from '../../base/ids.ts'
import {
  endAgreement,
  findAgreement,
  listAgreements,
  resumeAgreement,
  suspendAgreement,
} from './agreement.ts'
import { answerCorrection, findCorrection, listCorrections, reportWrongValue } from './correction.ts'
import { acceptOffer, decideLine, decideLines, declineOffer } from './decision.ts'
import { writeLines } from './export.ts'
import { askExtension, ruleExtension } from './extension.ts'
import { findLine, type LineFilter, listLines } from './line.ts'
import { listMyData } from './my-data.ts'
import { previewLine } from './preview.ts'
import { approveSubmission, draftSubmission, findSubmission, listSubmissions } from './submission.ts'
import {
  Agreement,
  Correction,
  CorrectionAnswer,
  CorrectionInput,
  Decision,
  Line,
  MyData,
  PreviewInput,
  Submission,
  SubmissionInput,
  TermsPreview,
} from './types.ts'

const ById = Type.Object({ id: Type.String({ pattern: idPattern }) })
const Reason = Type.String({ minLength: 2, maxLength: 2000 })
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const List = Type.Object(PageQuery)
const Id = Type.Optional(Type.String({ pattern: idPattern }))
const Ids = Type.Array(Type.String({ pattern: idPattern }), { minItems: 1, maxItems: 500, uniqueItems: true })

/** The part the own organisation has, and the organisation on the other side (or on any side, for supervisors). */
const Role = Type.Optional(Type.Enum(['applicant', 'provider', 'competent']))
const Party = Type.Optional(Type.String({ minLength: 1, maxLength: 64 }))

const lineFilter = {
  submission: Id,
  resource: Id,
  state: Type.Optional(Type.Enum(['open', 'ended'])),
  extension: Type.Optional(Type.Enum(['asked', 'granted', 'denied', 'lapsed'])),
  role: Type.Optional(Type.Enum(['provider', 'applicant', 'competent'])),
  order: Type.Optional(
    Type.Enum(['newest', 'timeLeft'], {
      description: 'timeLeft：未办结的按期限先后，暂停计时的其次，办结的最后 / open lines by last day first',
    }),
  ),
}

export const routes: Routes = (http) => {
  http.post('/api/share/submissions', {
    summary: {
      zh: '起草共享申请（可批量、可跨级）',
      en: 'Draft an application for resources, many at once and across levels',
    },
    may: 'share.submit',
    body: SubmissionInput,
    reply: Submission,
    status: 201,
    run: (ctx, { body }) => draftSubmission(ctx, body),
  })
  http.post('/api/share/submissions/:id/approval', {
    summary: {
      zh: '本单位负责人批准并提交',
      en: 'Approve and file, by the head of the applicant’s sharing office',
    },
    may: 'share.approve',
    params: ById,
    reply: Submission,
    run: (ctx, { params }) => approveSubmission(ctx, params.id),
  })
  http.get('/api/share/submissions', {
    summary: { zh: '本单位的申请', en: 'Submissions of the own organisation' },
    may: 'share.read',
    query: List,
    reply: PageOf(Type.Omit(Submission, ['lines'])),
    run: (ctx, { query }) => listSubmissions(ctx, query),
  })
  http.get('/api/share/submissions/:id', {
    summary: { zh: '申请办理进度', en: 'One submission and where each line stands' },
    may: 'share.read',
    params: ById,
    reply: Submission,
    run: (ctx, { params }) => findSubmission(ctx, params.id),
  })
  http.get('/api/share/lines', {
    summary: { zh: '待本单位答复的申请', en: 'Lines filed with the own organisation' },
    may: 'share.read',
    query: Type.Object({ ...PageQuery, ...lineFilter }),
    reply: PageOf(Line),
    run: (ctx, { query }) => listLines(ctx, query),
  })
  http.raw('GET', '/api/share/lines.csv', {
    summary: {
      zh: '导出待本单位答复的申请（CSV）',
      en: 'Lines filed with the own organisation as a CSV file',
    },
    may: 'share.read',
    query: Type.Object(lineFilter),
    lasts: true,
    replies: ['text/csv'],
    run: async (ctx, request, reply) =>
      tellCsv(reply, `lines-${ctx.clock.today()}.csv`).send(
        Readable.from(writeLines(ctx, request.query as LineFilter)),
      ),
  })
  http.get('/api/share/lines/:id', {
    summary: { zh: '一条申请', en: 'One line' },
    may: 'share.read',
    params: ById,
    reply: Line,
    run: (ctx, { params }) => findLine(ctx, params.id),
  })
  http.post('/api/share/lines/:id/preview', {
    summary: {
      zh: '预览：申请方按这些条件将看到的数据行',
      en: 'Preview the very rows the applicant would see through these terms',
    },
    may: 'share.answer',
    params: ById,
    body: PreviewInput,
    reply: TermsPreview,
    // The answer holds rows: it is never kept for an Idempotency-Key.
    effect: 'outside',
    run: (ctx, { params, body }) => previewLine(ctx, params.id, body),
  })
  http.post('/api/share/lines/:id/decision', {
    summary: {
      zh: '答复：同意、还价、一次性告知补充、不同意',
      en: 'Answer a line: agree, counter-offer, ask once for what is missing, refuse',
    },
    may: 'share.answer',
    params: ById,
    body: Decision,
    reply: Line,
    run: (ctx, { params, body }) => decideLine(ctx, params.id, body),
  })
  http.post('/api/share/decisions', {
    summary: { zh: '批量答复', en: 'Answer many lines alike, all or none' },
    may: 'share.answer',
    body: Type.Object({ lines: Ids, decision: Decision }),
    reply: Type.Object({ items: Type.Array(Line) }),
    run: async (ctx, { body }) => ({ items: await decideLines(ctx, body.lines, body.decision) }),
  })
  http.post('/api/share/lines/:id/acceptance', {
    summary: { zh: '接受还价', en: 'Accept the counter-offer' },
    may: 'share.submit',
    params: ById,
    reply: Line,
    run: (ctx, { params }) => acceptOffer(ctx, params.id),
  })
  http.post('/api/share/lines/:id/declination', {
    summary: { zh: '不接受还价', en: 'Decline the counter-offer' },
    may: 'share.submit',
    params: ById,
    body: Type.Object({ reason: Reason }),
    reply: Line,
    run: (ctx, { params, body }) => declineOffer(ctx, params.id, body.reason),
  })
  http.post('/api/share/lines/:id/extension', {
    summary: { zh: '申请延长答复期限', en: 'Ask for a longer answer period, once' },
    may: 'share.answer',
    params: ById,
    body: Type.Object({ days: Type.Integer({ minimum: 1, maximum: 60 }), reason: Reason }),
    reply: Line,
    run: (ctx, { params, body }) => askExtension(ctx, params.id, body),
  })
  http.post('/api/share/lines/:id/extension/ruling', {
    summary: { zh: '批准或者不批准延期', en: 'Grant or deny the extension, by the competent department' },
    may: 'share.extend',
    params: ById,
    body: Type.Object({ grant: Type.Boolean(), ruling: Reason }),
    reply: Line,
    run: (ctx, { params, body }) => ruleExtension(ctx, params.id, body),
  })
  http.get('/api/share/my-data', {
    summary: {
      zh: '我方可用的数据：生效协议、最新版本与时效',
      en: 'What the own organisation may read now: agreements in force, newest rows, freshness',
    },
    may: 'share.read',
    query: List,
    reply: PageOf(MyData),
    run: (ctx, { query }) => listMyData(ctx, query),
  })
  http.get('/api/share/agreements', {
    summary: { zh: '共享协议', en: 'Agreements of the own organisation' },
    may: 'share.read',
    query: Type.Object({
      ...PageQuery,
      resource: Id,
      role: Role,
      party: Party,
      state: Type.Optional(Type.Enum(['inForce', 'suspended', 'ended'])),
    }),
    reply: PageOf(Agreement),
    run: (ctx, { query }) => listAgreements(ctx, query),
  })
  http.get('/api/share/agreements/:id', {
    summary: { zh: '一份共享协议（ODRL）', en: 'One agreement, with its ODRL text' },
    may: 'share.read',
    params: ById,
    reply: Agreement,
    run: (ctx, { params }) => findAgreement(ctx, params.id),
  })
  http.post('/api/share/agreements/:id/suspension', {
    summary: { zh: '暂停共享权限并限期整改', en: 'Suspend, with a time to rectify' },
    may: 'share.suspend',
    params: ById,
    body: Type.Object({ reason: Reason, rectifyBy: Day }),
    reply: Agreement,
    run: (ctx, { params, body }) => suspendAgreement(ctx, params.id, body),
  })
  http.post('/api/share/agreements/:id/resumption', {
    summary: { zh: '恢复共享权限', en: 'Resume a suspended agreement' },
    may: 'share.suspend',
    params: ById,
    body: Type.Object({ reason: Reason }),
    reply: Agreement,
    run: (ctx, { params, body }) => resumeAgreement(ctx, params.id, body),
  })
  http.post('/api/share/agreements/:id/end', {
    summary: { zh: '终止协议', en: 'End an agreement' },
    may: 'share.end',
    params: ById,
    reply: Agreement,
    body: Type.Object({ reason: Reason, consultation: Type.Optional(Reason) }),
    run: (ctx, { params, body }) => endAgreement(ctx, params.id, body),
  })
  http.post('/api/share/corrections', {
    summary: { zh: '提出校核申请', en: 'Report a wrong value' },
    may: 'share.submit',
    body: CorrectionInput,
    reply: Correction,
    status: 201,
    run: (ctx, { body }) => reportWrongValue(ctx, body),
  })
  http.get('/api/share/corrections', {
    summary: { zh: '校核申请', en: 'Correction requests' },
    may: 'share.read',
    query: Type.Object({
      ...PageQuery,
      resource: Id,
      agreement: Id,
      role: Role,
      party: Party,
      state: Type.Optional(Type.Enum(['open', 'ended'])),
    }),
    reply: PageOf(Correction),
    run: (ctx, { query }) => listCorrections(ctx, query),
  })
  http.get('/api/share/corrections/:id', {
    summary: { zh: '一件校核申请', en: 'One correction request' },
    may: 'share.read',
    params: ById,
    reply: Correction,
    run: (ctx, { params }) => findCorrection(ctx, params.id),
  })
  http.post('/api/share/corrections/:id/answer', {
    summary: { zh: '核实并更正或者说明', en: 'Correct the value, or keep it with reasons' },
    may: 'share.correct',
    params: ById,
    body: CorrectionAnswer,
    reply: Correction,
    effect: 'outside',
    run: (ctx, { params, body }) => answerCorrection(ctx, params.id, body),
  })
}
