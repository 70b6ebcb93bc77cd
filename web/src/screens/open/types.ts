import type { paths } from '../../../../contract/client.gen.ts'
import type { ItemOf, Reply } from '../../api/types.ts'

export type OpenList = Reply<'/api/open/resources', 'get'>
export type OpenQuery = NonNullable<paths['/api/open/resources']['get']['parameters']['query']>
export type OpenHit = ItemOf<'/api/open/resources'>
export type OpenPage = Reply<'/api/open/resources/{id}', 'get'>
export type OpenColumn = OpenPage['columns'][number]
export type OpenRows = Reply<'/api/open/resources/{id}/rows', 'get'>
