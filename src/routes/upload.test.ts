import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { discardFile } from '#platform/files/receive.server.ts'
import { readForm, readSeveral } from './upload.server.ts'

let folder = ''
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pitso-upload-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const send = (body: BodyInit, type?: string) =>
	readForm(
		new Request('http://pitso.example/', {
			method: 'POST',
			body,
			...(type ? { headers: { 'content-type': type } } : {})
		}),
		folder
	)

function form(fields: Record<string, string>, ...files: File[]) {
	const data = new FormData()
	for (const [name, value] of Object.entries(fields)) data.set(name, value)
	for (const file of files) data.append('file', file)
	return data
}

const left = () => readdir(join(folder, 'incoming')).catch(() => [])
const code = (name: string) => ({ kind: 'invalid', issues: [{ path: ['file'], code: name }] })

test('a form gives its fields and its file', async () => {
	const { fields, file } = await send(form({ title: 'Lettre', version: '3' }, new File(['Bonjour'], 'été.txt')))
	expect(fields).toEqual([
		['title', 'Lettre'],
		['version', '3']
	])
	expect(file).toMatchObject({ name: 'été.txt', mediaType: 'text/plain', size: 7 })
	expect(file && (await readFile(file.path, 'utf8'))).toBe('Bonjour')
	if (file) await discardFile(file)
})

test('a file of many parts comes in whole', async () => {
	const { file } = await send(form({}, new File([Buffer.alloc(3_000_000, 7)], 'large.bin')))
	expect(file?.size).toBe(3_000_000)
	if (file) await discardFile(file)
})

test('a file field left empty is no file', async () => {
	expect((await send(form({ a: 'b' }, new File([], '')))).file).toBeUndefined()
	expect(await left()).toEqual([])
})

test('two files are refused, and neither stays', async () => {
	await expect(send(form({}, new File(['1'], 'a'), new File(['2'], 'b')))).rejects.toMatchObject(code('files.one-only'))
	expect(await left()).toEqual([])
})

test('a file of more than 50 MB is refused, and nothing of it stays', async () => {
	await expect(send(form({}, new File([Buffer.alloc(50_000_001)], 'a')))).rejects.toMatchObject({
		issues: [{ code: 'files.too-large', params: { most: 50 } }]
	})
	expect(await left()).toEqual([])
})

const part = (text: string) => `--x\r\n${text}`
const broken = {
	'no boundary': ['a', 'multipart/form-data'],
	'another type': ['a=b', 'application/x-www-form-urlencoded2'],
	'an empty body': ['', 'multipart/form-data; boundary=x'],
	'no end': [
		part('Content-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf'),
		'multipart/form-data; boundary=x'
	],
	'a head without end': [part('Content-Disposition: form-data; name="file'), 'multipart/form-data; boundary=x'],
	noise: ['\0\u0001--x--x--\r\n--y', 'multipart/form-data; boundary=x'],
	'a field too long': [
		`${part(`Content-Disposition: form-data; name="a"\r\n\r\n${'z'.repeat(200_000)}`)}\r\n--x--\r\n`,
		'multipart/form-data; boundary=x'
	],
	'too many fields': [
		`${Array.from({ length: 200 }, (_, index) => part(`Content-Disposition: form-data; name="a${String(index)}"\r\n\r\n1\r\n`)).join('')}--x--\r\n`,
		'multipart/form-data; boundary=x'
	]
} as const

test.each(Object.entries(broken))('a form with %s is refused, and nothing stays', async (_name, [body, type]) => {
	await expect(send(body, type)).rejects.toMatchObject(code('files.unreadable-form'))
	expect(await left()).toEqual([])
})

test('a request without a body is refused', async () => {
	const request = new Request('http://pitso.example/', {
		method: 'POST',
		headers: { 'content-type': 'multipart/form-data; boundary=x' }
	})
	await expect(readForm(request, folder)).rejects.toMatchObject(code('files.unreadable-form'))
})

test('a body that breaks off while its file comes in leaves nothing', async () => {
	const body = new ReadableStream({
		start(controller) {
			controller.enqueue(
				new TextEncoder().encode(part('Content-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf'))
			)
		},
		pull(controller) {
			controller.error(new Error('connection lost'))
		}
	})
	const request = new Request('http://pitso.example/', {
		method: 'POST',
		body,
		headers: { 'content-type': 'multipart/form-data; boundary=x' },
		...{ duplex: 'half' }
	})
	await expect(readForm(request, folder)).rejects.toMatchObject(code('files.unreadable-form'))
	expect(await left()).toEqual([])
})

test('a form of several file fields gives each file with its field, those left empty aside', async () => {
	const data = new FormData()
	data.set('values:name', 'Training')
	data.set('values:programme', new File(['One'], 'one.txt'))
	data.set('values:empty', new File([], ''))
	data.set('values:report', new File(['Two'], 'two.txt'))
	const request = new Request('http://pitso.example/', { method: 'POST', body: data })
	const { fields, files } = await readSeveral(request, folder)
	expect(fields).toEqual([['values:name', 'Training']])
	expect(files.map(({ field, file }) => [field, file.name])).toEqual([
		['values:programme', 'one.txt'],
		['values:report', 'two.txt']
	])
	for (const { file } of files) await discardFile(file)
	expect(await left()).toEqual([])
})
