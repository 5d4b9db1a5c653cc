import { previewLosses } from '#modules/registers/conversion/loss-queries.ts'
import { sayStepped } from '#modules/registers/conversion/say-steps.ts'
import { readDeclaration } from '#modules/registers/declaration/read-declaration.ts'
import { readyRegister } from '#modules/registers/entry/said/ready-register.ts'
import { readRegister } from '#modules/registers/register-queries.ts'
import { guardCsvText } from '#platform/exchange/csv-text.ts'
import { asAttachment } from '#platform/files/file-name.ts'
import { asDeclared } from '../../../sent-declaration.server.ts'
import type { RequestHandler } from './$types'

const line = (cells: readonly (string | number)[]) =>
	`${cells.map((cell) => `"${guardCsvText(String(cell)).replaceAll('"', '""')}"`).join(',')}\r\n`

const COLUMNS = ['entry', 'field', 'was', 'gave', 'why', 'number'] as const

/** All that the steps of a declaration lose, as a list to work through beside the register. */
export const POST: RequestHandler = async ({ locals, request, params }) => {
	const { words } = locals
	const sent = (await request.formData()).get('declaration')
	const declaration = typeof sent === 'string' ? asDeclared(sent) : ''
	const [{ losses, names }, register] = await Promise.all([
		locals.ask(previewLosses, { declaration }),
		locals.ask(readRegister, { register: params.register })
	])
	const read = readDeclaration(declaration)
	const rows =
		'register' in read
			? losses.map((one) => {
					const saying = {
						before: readyRegister(register.declaration),
						after: read.register,
						areas: register.areas,
						names
					}
					const { reference, field, was, gave, why, step } = sayStepped(words, saying, one)
					return [reference, field, was, gave, why ?? '', step + 1]
				})
			: []
	return new Response([COLUMNS.map((name) => words.t(`registers.conversion.${name}`)), ...rows].map(line).join(''), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': asAttachment(`${params.register}-losses.csv`),
			'content-security-policy': "default-src 'none'; sandbox",
			'cache-control': 'private, no-store'
		}
	})
}
