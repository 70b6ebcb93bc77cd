import { dayOf } from '../../base/clock/index.ts'
import type { Ctx } from '../../base/ctx.ts'
import { chainOf, competentFor, type Level, type Org } from '../../ground/parties/index.ts'
import { condition, findOpened, licenceOf, type Opened, providersOpening } from './catalogue.ts'

const datasetsPerPage = 200
const authority = 'http://publications.europa.eu/resource/authority'

/** 更新周期 (element 14 of the 2017 guide) as the frequency list of the EU vocabularies. */
const frequencies: Record<string, string> = {
  realtime: 'CONT',
  daily: 'DAILY',
  weekly: 'WEEKLY',
  monthly: 'MONTHLY',
  quarterly: 'QUARTERLY',
  yearly: 'ANNUAL',
  irregular: 'IRREG',
}

const publisherTypes: Record<Level, string> = {
  nation: 'NationalAuthority',
  province: 'RegionalAuthority',
  city: 'LocalAuthority',
  county: 'LocalAuthority',
  town: 'LocalAuthority',
  village: 'LocalAuthority',
}

const iri = (id: string) => ({ '@id': id, '@type': '@id' })
const inLanguages = (id: string) => ({ '@id': id, '@container': '@language' })
const typed = (id: string, type: string) => ({ '@id': id, '@type': type })

/** Every term used below, so that a reader needs nothing from elsewhere. */
const context = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  hydra: 'http://www.w3.org/ns/hydra/core#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  Catalog: 'dcat:Catalog',
  Dataset: 'dcat:Dataset',
  Distribution: 'dcat:Distribution',
  Agent: 'foaf:Agent',
  Location: 'dct:Location',
  LicenseDocument: 'dct:LicenseDocument',
  PartialCollectionView: 'hydra:PartialCollectionView',
  title: inLanguages('dct:title'),
  description: inLanguages('dct:description'),
  keyword: inLanguages('dcat:keyword'),
  name: inLanguages('foaf:name'),
  label: inLanguages('rdfs:label'),
  identifier: 'dct:identifier',
  version: 'dcat:version',
  issued: typed('dct:issued', 'xsd:date'),
  modified: typed('dct:modified', 'xsd:dateTime'),
  publisher: iri('dct:publisher'),
  agentType: iri('dct:type'),
  spatial: iri('dct:spatial'),
  language: iri('dct:language'),
  accrualPeriodicity: iri('dct:accrualPeriodicity'),
  accessRights: iri('dct:accessRights'),
  license: iri('dct:license'),
  format: iri('dct:format'),
  mediaType: iri('dcat:mediaType'),
  dataset: iri('dcat:dataset'),
  distribution: iri('dcat:distribution'),
  accessURL: iri('dcat:accessURL'),
  downloadURL: iri('dcat:downloadURL'),
  view: iri('hydra:view'),
  next: iri('hydra:next'),
}

/**
 * The open catalogue in DCAT 3 as DCAT-AP 3.0.1 asks for it, two hundred data sets a page (Hydra names the next one).
 * The mapping from the sixteen elements of the 2017 guide is that of the room's README.
 */
export async function writeCatalog(ctx: Ctx, origin: string, cursor: string | undefined): Promise<object> {
  const { items, next } = await findOpened(ctx, condition({}), {
    limit: datasetsPerPage,
    ...(cursor !== undefined && { cursor }),
  })
  const id = `${origin}/api/open/catalog.jsonld`
  const publisher = await publisherOf(ctx)
  return {
    '@context': context,
    '@id': id,
    '@type': 'Catalog',
    title: { zh: '公共数据开放目录', en: 'Catalogue of open public data' },
    description: {
      zh: '本平台各层级、各部门向社会开放的数据',
      en: 'Data which the departments of all levels on this platform have opened to the public',
    },
    publisher: publisher ? writeAgent(origin, publisher) : namelessPublisher,
    language: [`${authority}/language/ZHO`, `${authority}/language/ENG`],
    dataset: items.map((opened) => writeDataset(origin, opened)),
    ...(next !== undefined && {
      view: {
        '@id': cursor === undefined ? `${id}#first` : `${id}?cursor=${encodeURIComponent(cursor)}`,
        '@type': 'PartialCollectionView',
        next: `${id}?cursor=${encodeURIComponent(next)}`,
      },
    }),
  }
}

const namelessPublisher = { '@type': 'Agent', name: { zh: '治数', en: 'Zhishu' } }

function writeDataset(origin: string, opened: Opened): object {
  const { opening, resource, org } = opened
  const address = `${origin}/api/open/resources/${resource.id}`
  const frequency = frequencies[resource.cycle ?? '']
  return {
    '@id': address,
    '@type': 'Dataset',
    identifier: [resource.id, resource.code].filter(Boolean),
    title: spoken(resource.name),
    description: { zh: resource.abstract },
    keyword: keywordsOf(opened),
    publisher: writeAgent(origin, org),
    spatial: { '@type': 'Location', identifier: org.division },
    issued: dayOf(opening.opened_at),
    accessRights: `${authority}/access-right/PUBLIC`,
    language: `${authority}/language/ZHO`,
    ...(frequency !== undefined && { accrualPeriodicity: `${authority}/frequency/${frequency}` }),
    ...(opening.served_at && { modified: opening.served_at.toISOString() }),
    ...(opening.version !== null && {
      version: String(opening.version),
      distribution: [writeDistribution(address, opened)],
    }),
  }
}

function writeDistribution(address: string, { opening, resource }: Opened): object {
  return {
    '@id': `${address}/file.csv`,
    '@type': 'Distribution',
    title: { zh: `第 ${opening.version} 版（CSV）`, en: `Version ${opening.version} (CSV)` },
    accessURL: address,
    downloadURL: `${address}/file.csv`,
    format: `${authority}/file-type/CSV`,
    mediaType: 'https://www.iana.org/assignments/media-types/text/csv',
    license: {
      '@id': `${address}#licence`,
      '@type': 'LicenseDocument',
      label: { zh: licenceOf(resource).zh },
    },
  }
}

function writeAgent(origin: string, { id, uscc, name, level }: Org): object {
  return {
    '@id': `${origin}/api/open/resources?department=${encodeURIComponent(id)}`,
    '@type': 'Agent',
    name: spoken(name),
    identifier: [id, ...(uscc === null ? [] : [uscc])],
    agentType: `http://purl.org/adms/publishertype/${publisherTypes[level]}`,
  }
}

function keywordsOf({ opening, resource }: Opened): object {
  const titles = resource.items.filter(({ name }) => opening.fields.includes(name)).map(({ title }) => title)
  const parts = resource.classification.split('/').map((part) => part.trim())
  const words = (all: readonly string[]) => [...new Set(all.filter(Boolean))]
  const en = words(titles.map(({ en }) => en))
  return { zh: words([...parts, ...titles.map(({ zh }) => zh)]), ...(en.length > 0 && { en }) }
}

function spoken({ zh, en }: { zh: string; en: string }): object {
  return { zh, ...(en && { en }) }
}

/** The competent department of the lowest place that holds everybody who opens data here; undefined where there is none. */
async function publisherOf(ctx: Ctx): Promise<Org | undefined> {
  const chains: string[][] = []
  for (const provider of await providersOpening(ctx)) chains.push(await chainOf(ctx, provider))
  const shared = (chains[0] ?? []).find((org) => chains.every((chain) => chain.includes(org)))
  return shared === undefined ? undefined : competentFor(ctx, shared)
}
