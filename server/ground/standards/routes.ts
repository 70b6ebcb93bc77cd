import Type from 'typebox'
import type { Routes } from '../../base/http/index.ts'
import { idPattern } from '../../base/ids.ts'
import { confirmBindings, showBindings } from './binding.ts'
import { checkValue } from './checks/index.ts'
import { findElement, findTable, listElements, listTables, orRefuse } from './registry.ts'
import {
  Binding,
  BindingChoice,
  CheckedValue,
  CheckInput,
  ElementCard,
  TableCard,
  TableValues,
} from './types.ts'

const named = Type.Object({ id: Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 64 }) })
const ofResource = Type.Object({ resource: Type.String({ pattern: idPattern }) })
const Bindings = Type.Object({ items: Type.Array(Binding) })

export const routes: Routes = (http) => {
  http.get('/api/standards/elements', {
    summary: { zh: '数据元目录', en: 'Registry of data elements' },
    may: 'signedIn',
    query: Type.Object({ q: Type.Optional(Type.String({ maxLength: 100 })) }),
    reply: Type.Object({ items: Type.Array(ElementCard) }),
    run: async (_ctx, { query }) => ({ items: listElements(query.q) }),
  })
  http.get('/api/standards/elements/:id', {
    summary: { zh: '数据元', en: 'One data element' },
    may: 'signedIn',
    params: named,
    reply: ElementCard,
    run: async (_ctx, { params }) => findElement(params.id),
  })
  http.get('/api/standards/tables', {
    summary: { zh: '代码表目录', en: 'Code tables' },
    may: 'signedIn',
    reply: Type.Object({ items: Type.Array(TableCard) }),
    run: async () => ({ items: listTables() }),
  })
  http.get('/api/standards/tables/:id', {
    summary: { zh: '代码表', en: 'One code table with its values' },
    may: 'signedIn',
    params: named,
    reply: TableValues,
    // A table changes with the platform alone.
    headers: { 'cache-control': 'private, max-age=3600' },
    run: async (_ctx, { params }) => findTable(params.id),
  })
  http.post('/api/standards/check', {
    summary: { zh: '按数据元检查值', en: 'Check values against a data element' },
    may: 'signedIn',
    effect: 'outside',
    body: CheckInput,
    reply: Type.Object({ items: Type.Array(CheckedValue) }),
    run: async (_ctx, { body }) => ({
      items: orRefuse(() => body.values.map((value) => checkValue(body.element, value))),
    }),
  })
  http.get('/api/standards/bindings/:resource', {
    summary: { zh: '资源各列的数据元绑定', en: 'What a resource’s columns are' },
    may: 'standards.read',
    params: ofResource,
    reply: Bindings,
    run: async (ctx, { params }) => ({ items: await showBindings(ctx, params.resource) }),
  })
  http.post('/api/standards/bindings/:resource', {
    summary: { zh: '确认数据元绑定', en: 'Confirm what the columns are' },
    may: 'standards.bind',
    params: ofResource,
    body: Type.Object({ bindings: Type.Array(BindingChoice, { minItems: 1, maxItems: 1000 }) }),
    reply: Bindings,
    run: async (ctx, { params, body }) => ({
      items: await confirmBindings(ctx, params.resource, body.bindings),
    }),
  })
}
