import { type Static, Type } from 'typebox'

const OrgId = Type.String({ pattern: '^[a-z][a-z0-9-]*(\\.[a-z0-9-]+)*$', maxLength: 64 })

export const DutyInput = Type.Object({
  id: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9._-]{0,127}$' }),
  matter: Type.String({
    pattern: '^[a-z][A-Za-z]*(\\.[a-z][A-Za-z]*)+$',
    maxLength: 64,
    description: '事项 / matter, e.g. share.answer',
  }),
  scope: OrgId,
  handler: OrgId,
  basis: Type.String({
    minLength: 1,
    maxLength: 500,
    description: '法律依据 / legal basis, e.g. CN-SC-809:art.11',
  }),
  rule: Type.Optional(Type.Union([Type.String({ maxLength: 128 }), Type.Null()])),
})
export type DutyInput = Static<typeof DutyInput>

export const Duty = Type.Object({
  ...DutyInput.properties,
  rule: Type.Union([Type.String(), Type.Null()]),
  since: Type.String(),
})
/** One duty (职责): who handles a matter for an organisation and all below it that has no duty of its own. */
export type Duty = Static<typeof Duty>
