import { z } from 'zod'
import { FaultOutput, Params } from '#platform/exchange/import-outputs.ts'
import { Identifier } from '#platform/operation/fields.ts'
import { query } from '#platform/operation/operation.server.ts'
import { planWhole, type RegisterPlan } from './plan-whole.server.ts'
import { getSentFile, readWholeFile } from './whole-file.server.ts'

const FAULTS_MOST = 1_000

const Register = z.object({
	register: z.string(),
	names: z.record(z.string(), z.string()),
	/** The version that stands here, and the one the file brings. */
	from: z.int().nullable(),
	to: z.int().nullable(),
	added: z.int(),
	changed: z.int(),
	unchanged: z.int(),
	refused: z.int()
})

/** What a file of all registers would bring, register by register, and all of it that is refused; nothing is done. */
export const previewRegisters = query({
	name: 'register.previewImportAll',
	input: z.strictObject({ file: Identifier }),
	output: z.object({
		name: z.string(),
		/** Names what would be done: given to `register.importAll`, so that it does this and nothing else. */
		digest: z.string(),
		registers: z.array(Register),
		/** What is wrong with the cells: sheets are called as the files of the ZIP are. */
		faults: z.array(FaultOutput),
		/** What is wrong with the declarations. */
		declarations: z.array(
			z.object({
				register: z.string(),
				code: z.string(),
				line: z.int().nullable(),
				place: z.string(),
				params: Params
			})
		),
		/** Faults, listed or not. */
		faultsTotal: z.int()
	}),
	about: (here, { file }) => getSentFile(here, file),
	allow: ({ seat }) => seat.role === 'administrator',
	logged: true,
	async run(here, _input, file) {
		const { registers, digest } = await planWhole(here, await readWholeFile(here, file))
		const declarations = registers.flatMap(({ key, declaring }) =>
			declaring.faults.map((fault) => ({ register: key, ...fault }))
		)
		const total = registers.reduce((sum, { entries }) => sum + (entries?.faults.total ?? 0), 0)
		return {
			name: file.name,
			digest,
			registers: registers.map(told),
			faults: registers.flatMap(faultsOf).slice(0, FAULTS_MOST),
			declarations: declarations.slice(0, FAULTS_MOST),
			faultsTotal: total + declarations.length
		}
	}
})

const none = { added: 0, changed: 0, unchanged: 0, refused: 0 }

const told = ({ key, declaring: { names, from, to }, entries }: RegisterPlan) => ({
	register: key,
	names: { ...names },
	from,
	to,
	...(entries?.counts ?? none)
})

const faultsOf = ({ key, entries }: RegisterPlan) =>
	(entries?.faults.listed ?? []).map(({ sheet, params, ...fault }) => ({
		...fault,
		sheet: sheet === '' ? '' : `${key}.${sheet}`,
		params: { ...params }
	}))
