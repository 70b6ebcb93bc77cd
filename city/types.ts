export type Level = 'nation' | 'province' | 'city' | 'county' | 'town' | 'village'
export type OrgKindName = 'government' | 'competent' | 'department' | 'unit' | 'village'
