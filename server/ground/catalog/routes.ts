import Type from 'typebox'
import type { Routes } from '../../base/http/index.ts'
import { idPattern } from '../../base/ids.ts'
import { Case, ChangeInput } from '../cases/index.ts'
import { noteEntryChange } from './change.ts'
import { listCodedItems } from './codes.ts'
import { findRevision, listRevisions, showGate, showHistory, showResource, showVersions } from './desk.ts'
import { registerResource, reviseResource } from './resource.ts'
import { submitResource } from './review.ts'
import { searchCatalog } from './search.ts'
import {
  CodedItem,
  GateFault,
  Resource,
  ResourceChange,
  ResourceDraft,
  Revision,
  RevisionHead,
  RevisionNote,
  SearchQuery,
  SearchResult,
  Version,
} from './types.ts'
import { withdrawResource } from './withdrawal.ts'

const params = Type.Object({ id: Type.String({ pattern: idPattern }) })

export const routes: Routes = (http) => {
  http.post('/api/catalog/resources', {
    summary: { zh: '编制目录条目（草稿）', en: 'Compile a catalogue entry as a draft' },
    may: 'catalog.draft',
    body: ResourceDraft,
    reply: Resource,
    status: 201,
    run: (ctx, { body }) => registerResource(ctx, body),
  })
  http.put('/api/catalog/resources/:id', {
    summary: {
      zh: '修改目录条目；已发布的版本在审核通过前继续有效',
      en: 'Revise an entry; the published revision stays until the new one passes',
    },
    may: 'catalog.draft',
    params,
    body: ResourceChange,
    reply: Resource,
    run: (ctx, { params, body }) => reviseResource(ctx, params.id, body),
  })
  http.get('/api/catalog/resources/:id', {
    summary: { zh: '目录条目', en: 'One catalogue entry' },
    may: 'signedIn',
    params,
    reply: Resource,
    run: (ctx, { params }) => showResource(ctx, params.id),
  })
  http.get('/api/catalog/resources/:id/gate', {
    summary: {
      zh: '报送前自检：逐项列出不符合的规定',
      en: 'What the gate says of the entry, fault by fault',
    },
    may: 'signedIn',
    params,
    reply: Type.Object({ passes: Type.Boolean(), faults: Type.Array(GateFault) }),
    run: (ctx, { params }) => showGate(ctx, params.id),
  })
  http.post('/api/catalog/resources/:id/submission', {
    summary: { zh: '报送同级主管部门审核', en: 'Submit to the competent department of the same level' },
    may: 'catalog.submit',
    params,
    reply: Case,
    status: 201,
    run: (ctx, { params }) => submitResource(ctx, params.id),
  })
  http.post('/api/catalog/resources/:id/changes', {
    summary: {
      zh: '登记应当更新目录的情形，自发生之日起计算报送期限',
      en: 'Note that an entry must change: the term for submitting the update runs from the day of the change',
    },
    may: 'case.move',
    params,
    body: ChangeInput,
    reply: Case,
    status: 201,
    run: (ctx, { params, body }) => noteEntryChange(ctx, params.id, body),
  })
  http.post('/api/catalog/resources/:id/withdrawal', {
    summary: {
      zh: '撤下已发布的目录条目（无有效协议时）',
      en: 'Withdraw a published entry on which no agreement is alive',
    },
    may: 'catalog.submit',
    params,
    body: Type.Object({ reason: Type.String({ minLength: 2, maxLength: 2000 }) }),
    reply: Resource,
    run: (ctx, { params, body }) => withdrawResource(ctx, params.id, body.reason),
  })
  http.get('/api/catalog/resources/:id/codes', {
    summary: {
      zh: '哪些信息项是代码，名称见哪张代码表',
      en: 'Which items hold codes, and in which code table their names stand',
    },
    may: 'signedIn',
    params,
    reply: Type.Object({ items: Type.Array(CodedItem) }),
    run: async (ctx, { params }) => ({ items: await listCodedItems(ctx, params.id) }),
  })
  http.get('/api/catalog/resources/:id/versions', {
    summary: { zh: '数据版本', en: 'Versions of the data' },
    may: 'signedIn',
    params,
    reply: Type.Object({ items: Type.Array(Version) }),
    run: async (ctx, { params }) => ({ items: await showVersions(ctx, params.id) }),
  })
  http.get('/api/catalog/resources/:id/history', {
    summary: { zh: '条目修订经过', en: 'Revisions of the entry' },
    may: 'signedIn',
    params,
    reply: Type.Object({ items: Type.Array(RevisionNote) }),
    run: async (ctx, { params }) => ({ items: await showHistory(ctx, params.id) }),
  })
  http.get('/api/catalog/resources/:id/revisions', {
    summary: {
      zh: '条目的各次修订，供提供单位与审核方核对',
      en: 'The revisions of an entry, for its provider and its reviewer',
    },
    may: 'signedIn',
    params,
    reply: Type.Object({ items: Type.Array(RevisionHead) }),
    run: async (ctx, { params }) => ({ items: await listRevisions(ctx, params.id) }),
  })
  http.get('/api/catalog/resources/:id/revisions/:n', {
    summary: { zh: '某次修订时的条目全文', en: 'The entry as it stood at one revision' },
    may: 'signedIn',
    params: Type.Object({ ...params.properties, n: Type.String({ pattern: '^[1-9][0-9]{0,8}$' }) }),
    reply: Revision,
    run: (ctx, { params }) => findRevision(ctx, params.id, Number(params.n)),
  })
  http.get('/api/catalog/search', {
    summary: { zh: '检索目录', en: 'Search the catalogue' },
    may: 'signedIn',
    query: SearchQuery,
    reply: SearchResult,
    run: (ctx, { query }) => searchCatalog(ctx, query),
  })
}
