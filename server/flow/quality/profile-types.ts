import Type from 'typebox'

const Text = Type.Object({ zh: Type.String(), en: Type.String() })
const orNull = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()])
const Count = Type.Integer({ minimum: 0 })

/** How many values read as each type; one value may read as several (20010203 is a number and a day). */
export const TypeVotes = Type.Object({
  integer: Count,
  decimal: Count,
  date: Count,
  timestamp: Count,
  boolean: Count,
})
export type TypeVotes = Type.Static<typeof TypeVotes>

/** Equal steps from the least to the greatest value; `from` included, `to` not, but in the last one. */
export const Histogram = Type.Object({
  scale: Type.Union([Type.Literal('number'), Type.Literal('day')]),
  bins: Type.Array(Type.Object({ from: Type.String(), to: Type.String(), count: Count })),
})
export type Histogram = Type.Static<typeof Histogram>

/** What one column looks like. Values of personal information are masked as its element says. */
export const ColumnProfile = Type.Object({
  column: Type.String(),
  /** item of the catalogue the column belongs to; null for a column the entry does not name */
  item: orNull(Type.String()),
  title: Text,
  type: orNull(Type.String()),
  element: orNull(Type.String()),
  personal: Type.Boolean(),
  present: Count,
  missing: Count,
  missingShare: orNull(Type.Number()),
  distinct: Count,
  readsAs: TypeVotes,
  lengths: orNull(Type.Object({ min: Count, max: Count })),
  /** least and greatest value as numbers, days or texts; null for personal information that orders by value */
  range: orNull(Type.Object({ min: Type.String(), max: Type.String() })),
  mean: orNull(Type.Number()),
  top: Type.Array(Type.Object({ value: orNull(Type.String()), count: Count })),
  /** signs by kind: 9 digit, A and a letters, 中 Han; `9{6}` is six digits */
  shapes: Type.Array(Type.Object({ shape: Type.String(), count: Count })),
  histogram: orNull(Histogram),
})
export type ColumnProfile = Type.Static<typeof ColumnProfile>

/** The picture of a version's columns (数据画像). */
export const Profile = Type.Object({
  resource: Type.String(),
  n: Count,
  madeAt: Type.String({ format: 'date-time' }),
  /** which rows were looked at: as landed, or as checked where nothing landed */
  source: Type.Union([Type.Literal('landed'), Type.Literal('checked')]),
  rows: Count,
  columns: Type.Array(ColumnProfile),
})
export type Profile = Type.Static<typeof Profile>

/** A picture as it is shown: whole, or what is drawn of it so far. */
export const ShownProfile = Type.Object({
  ...Profile.properties,
  /** columns that are still being drawn; none when the picture is whole */
  waiting: Type.Array(Type.String()),
})
export type ShownProfile = Type.Static<typeof ShownProfile>

/** One cell that differs between two versions. */
export const ChangedCell = Type.Object({
  key: orNull(Type.String()),
  item: Type.String(),
  before: orNull(Type.String()),
  after: orNull(Type.String()),
})
export type ChangedCell = Type.Static<typeof ChangedCell>

/** What changed between two versions by key. */
export const Changes = Type.Object({
  resource: Type.String(),
  n: Count,
  against: Count,
  key: Type.Array(Type.String()),
  rows: Type.Object({ before: Count, after: Count }),
  added: Count,
  removed: Count,
  changed: Count,
  /** items in which rows differ, most first */
  items: Type.Array(Type.Object({ item: Type.String(), title: Text, changed: Count })),
  /** items that only one of the two versions has */
  itemsAdded: Type.Array(Type.String()),
  itemsRemoved: Type.Array(Type.String()),
  /** the first changed cells in the order of the key */
  cells: Type.Array(ChangedCell),
})
export type Changes = Type.Static<typeof Changes>
