import { createConfig, lintFromString } from '@redocly/openapi-core'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { registry } from '#areas'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '../../words.ts'
import { describeApi } from './openapi.server.ts'

const words = speak(catalogue, 'en')
const source = JSON.stringify(describeApi({ operations: registry.operations, words, version: '1.2.3' }))

const Parameter = z.looseObject({ name: z.string().optional(), in: z.string().optional(), schema: z.json().optional() })
const Asked = z.looseObject({
	operationId: z.string(),
	summary: z.string(),
	parameters: z.array(Parameter).default([]),
	responses: z.record(z.string(), z.json())
})
const Document = z.looseObject({
	paths: z.record(z.string(), z.looseObject({ get: Asked.optional(), post: Asked })),
	components: z.looseObject({ schemas: z.record(z.string(), z.json()) }),
	tags: z.array(z.object({ name: z.string(), description: z.string() }))
})
const document = Document.parse(JSON.parse(source))
const at = (name: string) => document.paths[`/{workspace}/${name}`]

let faults: string[] = []
beforeAll(async () => {
	const config = await createConfig({ extends: ['recommended-strict'] })
	const found = await lintFromString({ source, config, absoluteRef: 'openapi.json' })
	faults = found.map(({ ruleId, message, location }) => `${ruleId}: ${message} at ${location[0]?.pointer ?? ''}`)
})

test('the description keeps every recommended rule of OpenAPI 3.1', () => {
	expect(faults).toEqual([])
})

test('every operation is described at its address, and nothing else', () => {
	expect(Object.keys(document.paths)).toEqual(registry.operations.map(({ name }) => `/{workspace}/${name}`))
})

test('queries are read and sent, commands sent only', () => {
	for (const { name, type } of registry.operations)
		expect([name, at(name)?.get !== undefined]).toEqual([name, type === 'query'])
})

test('every operation says in words what it does and who may', () => {
	const wordless = registry.operations.filter(
		({ name }) => at(name)?.post.summary === name || !words.has(`allow.${name}`)
	)
	expect(wordless.map(({ name }) => name)).toEqual([])
})

test('a filter stands in the address as filter[field], a list joined by commas', () => {
	expect(at('structure.list')?.get?.parameters).toContainEqual(
		expect.objectContaining({ name: 'filter[status]', in: 'query', style: 'form', explode: false })
	)
})

test('every refusal an operation can meet is described', () => {
	expect(Object.keys(at('actor.list')?.get?.responses ?? {})).toEqual(['200', '304', '400', '401', '403', '404', '422'])
	expect(Object.keys(at('actor.create')?.post.responses ?? {})).toEqual([
		'200',
		'400',
		'401',
		'403',
		'404',
		'409',
		'413',
		'415',
		'422'
	])
})

test('a command that changes something from a version takes If-Match', () => {
	const references = (name: string) => JSON.stringify(at(name)?.post.parameters)
	expect(references('actor.change')).toContain('#/components/parameters/version')
	expect(references('actor.create')).not.toContain('#/components/parameters/version')
})

test('an upload is a form with a file, a download the file alone', () => {
	expect(JSON.stringify(at('file.upload')?.post)).toContain('"multipart/form-data"')
	expect(Object.keys(document.components.schemas)).not.toContain('file.get.output')
	const answers = Object.entries(document.components.schemas).filter(([name]) => name.endsWith('.output'))
	// What waits for a seat names pages of the workspace, what is refused of several entries the place of what is wrong.
	const refusing = ['entry.bulkChange.output', 'entry.bulkMove.output', 'entry.bulkPreview.output']
	const naming = ['attention.list.output', 'reminder.digest.output', ...refusing]
	const told = answers.filter(([name]) => !naming.includes(name))
	expect(JSON.stringify(told)).not.toContain('"path":{"type"')
})

test('instants are text with a format, and nothing points outside the document', () => {
	expect(source).toContain('"format":"date-time"')
	expect(source).not.toContain('$defs')
})
