import { z } from 'zod'
import { v7 as uuid } from 'uuid'
import { speak } from '#platform/languages/words.ts'
import { Identifier, NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, nothing, query, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { Consents } from '../conversion/conversion-outputs.ts'
import { exportDeclaration } from '../register-queries.ts'
import { getRegister, listCompiled } from '../registers.server.ts'
import { asCopy, asNext, fromColumns, fromNothing, type Beginning, type Taken } from './begin-text.ts'
import { declareDrafts, DraftsTogether } from './declare-drafts.server.ts'
import { DRAFT, DRAFT_AUDIENCE, draftLanguages, TEXT_MOST, WHOLE } from './draft-rules.ts'
import { declaresSomething, editPiece, keyInText, movePiece, takeOutPiece } from './edit-text.ts'
import { getDraft, keepText, refuseSecondDraft, titleOfDraft, type Draft } from './find-draft.server.ts'
import { GUESSED_TYPES, guessColumns, titleAmong, type GuessedColumn } from './guess-types.ts'
import { stepNamed, takeOutStep } from './note-step.ts'
import { standingOf } from './rename-step.ts'
import { guessingWords, readSheet } from './read-sheet.server.ts'

const isAdministrator = ({ seat }: Here) => seat.role === 'administrator'

const Done = z.object({ id: z.string(), draft: z.string(), version: NewVersion })
const Edited = Done.extend({ piece: z.string() })

const Texts = (most: number) => z.record(z.string().regex(/^[a-z]{2,3}$/), Text(most))

/** The columns of a spreadsheet that a person chose, by their headings. */
const Column = z.strictObject({
	header: z.string().min(1).max(300),
	type: z.enum(GUESSED_TYPES),
	required: z.boolean().optional(),
	filtered: z.boolean().optional(),
	currency: z
		.string()
		.regex(/^[A-Z]{3}$/)
		.optional(),
	title: z.boolean().optional()
})

/** What keys and codes the workspace has already. */
async function takenHere(here: Here): Promise<Taken> {
	const all = await listCompiled(here, ['active', 'withdrawn'])
	const drafts = await here.tx
		.selectFrom('register_draft')
		.select('register_key')
		.where('workspace_id', '=', here.workspace.id)
		.where('is_open', '=', true)
		.execute()
	return {
		keys: new Set([...all.map(({ key }) => key), ...drafts.map((row) => row.register_key), 'all', 'draft']),
		codes: new Set([
			...all.map(({ compiled }) => compiled.declaration.code),
			...here.registry.kinds.flatMap(({ code }) => (code === null ? [] : [code]))
		])
	}
}

const speakers = (here: Here) =>
	draftLanguages(here.registry.catalogue, here.workspace.languages)
		.filter((language) => language in here.registry.catalogue)
		.map((language) => speak(here.registry.catalogue, language))

const Begun = {
	/** What one entry is called, several of them, and what the register is for, by language. */
	one: Texts(100).optional(),
	many: Texts(100).optional(),
	about: Texts(2_000).optional()
}

type Begins = {
	one?: Record<string, string> | undefined
	many?: Record<string, string> | undefined
	about?: Record<string, string> | undefined
}

/** What a new register is called; English at least, as every declaration has it. */
function beginningOf({ one = {}, many = {}, about = {} }: Begins): Beginning {
	const missing = Object.entries({ one, about }).filter(([, texts]) => texts['en'] === undefined)
	if (missing.length > 0) throw invalid(missing.map(([name]) => ({ path: [name], code: 'platform.field.missing' })))
	return { one, many: { ...one, ...many }, about }
}

const needs = <T>(value: T | undefined, name: string): T => {
	if (value === undefined) throw invalid([{ path: [name], code: 'platform.field.missing' }])
	return value
}

const BEGINNINGS = ['nothing', 'copy', 'next', 'text', 'sheet'] as const

const BeginInput = z.strictObject({
	from: z.enum(BEGINNINGS),
	...Begun,
	register: Reference.optional(),
	declaration: z.string().min(1).max(TEXT_MOST).optional(),
	file: Identifier.optional(),
	/** The columns to take, with their types; all as they are guessed where none are named. */
	columns: z.array(Column).min(1).max(120).optional()
})
type BeginInput = z.output<typeof BeginInput>

/** Begins a draft of a register: from nothing, as a copy of one, as its next version, from a text, or from the columns of a spreadsheet. */
export const beginDraft = command({
	name: 'registerDraft.begin',
	input: BeginInput,
	output: Done,
	about: nothing,
	allow: isAdministrator,
	async run(here, input) {
		const begun = await begunText(here, input)
		const register = keyInText(begun.text) ?? 'unnamed'
		await refuseSecondDraft(here, register, null)
		return addDraft(here, { ...begun, register })
	}
})

type BegunText = { text: string; fromVersion: number | null; file: string | null }
const asText = (text: string | null): BegunText => {
	if (text === null) throw conflict('registers.draft.not-readable')
	return { text, fromVersion: null, file: null }
}

async function begunText(here: Writing, input: BeginInput): Promise<BegunText> {
	switch (input.from) {
		case 'nothing':
			return asText(fromNothing(beginningOf(input), await takenHere(here), speakers(here)))
		case 'copy': {
			const { text } = await declaredText(here, needs(input.register, 'register'))
			return asText(asCopy(text, beginningOf(input), await takenHere(here)))
		}
		case 'next': {
			const { text, version } = await declaredText(here, needs(input.register, 'register'))
			return { ...asText(asNext(text, version)), fromVersion: version }
		}
		case 'text': {
			const text = needs(input.declaration, 'declaration')
			if (!declaresSomething(text)) throw conflict('registers.draft.no-declaration')
			return { ...asText(text), fromVersion: await versionOf(here, keyInText(text)) }
		}
		case 'sheet': {
			const file = needs(input.file, 'file')
			const { table } = await readSheet(here, file)
			const guessed = guessColumns(table, await guessingWords(here))
			const columns = chosenColumns(guessed, input.columns)
			const named = input.columns?.find(({ title }) => title)?.header
			const title = columns.find(({ header }) => header === named)?.key ?? titleAmong(columns, table.rows.length)
			if (title === null) throw invalid([{ path: ['columns'], code: 'registers.draft.no-title' }])
			const { language } = here.workspace
			const text = fromColumns(beginningOf(input), { columns, title, language }, await takenHere(here), speakers(here))
			return { ...asText(text), file }
		}
		default:
			return input.from satisfies never
	}
}

/** The declaration of a register as it stands, with its version. */
async function declaredText(here: Here, reference: string) {
	const { id, compiled } = await getRegister(here, reference)
	const { declaration } = await here.tx
		.selectFrom('register')
		.select('declaration')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirstOrThrow()
	return { text: declaration, version: compiled.declaration.version }
}

async function versionOf(here: Here, key: string | null): Promise<number | null> {
	const there =
		key === null ? undefined : (await listCompiled(here, ['active', 'withdrawn'])).find((one) => one.key === key)
	return there?.compiled.declaration.version ?? null
}

/** The columns that a person chose, as they chose them; what else was found of their cells stays. */
function chosenColumns(guessed: readonly GuessedColumn[], chosen: BeginInput['columns']): GuessedColumn[] {
	if (chosen === undefined) return [...guessed]
	const unknown = chosen.findIndex(({ header }) => !guessed.some((column) => column.header === header))
	if (unknown >= 0)
		throw invalid([
			{
				path: ['columns', unknown, 'header'],
				code: 'registers.draft.no-such-column',
				params: { column: chosen[unknown]?.header ?? '' }
			}
		])
	return guessed.flatMap((column) => {
		const as = chosen.find(({ header }) => header === column.header)
		if (!as) return []
		const { type, required = false, filtered = false, currency = null } = as
		const codes = column.codes.length > 0 ? column.codes : codesFound(column)
		return [{ ...column, type, isRequired: required, isFiltered: filtered, currency, codes }]
	})
}

const codesFound = ({ examples }: GuessedColumn) =>
	examples.map((name, index) => ({ key: `code-${String(index + 1)}`, name }))

const TRIES = 200

async function addDraft(
	here: Writing,
	{ text, fromVersion, file, register }: BegunText & { register: string }
): Promise<z.output<typeof Done>> {
	const id = uuid()
	for (let number = 1; number <= TRIES; number += 1) {
		const key = number === 1 ? register : `${register}-${String(number)}`
		const isAdded = await here.write.tryAddRecord({
			id,
			kind: DRAFT,
			key,
			number: null,
			title: titleOfDraft(text, here.workspace.language, register),
			audience: DRAFT_AUDIENCE
		})
		if (!isAdded) continue
		await here.write.add('register_draft', {
			id,
			register_key: register,
			text,
			from_version: fromVersion,
			piece: WHOLE,
			file_id: file,
			is_open: true
		})
		return { id, draft: key }
	}
	throw conflict('platform.key-taken', { key: register })
}

const about = (here: Here, { draft }: { draft: string }) => getDraft(here, draft)
const done = ({ id, reference }: Draft) => ({ id, draft: reference })
const Piece = z.string().min(1).max(200)
const languagesHere = (here: Here) => draftLanguages(here.registry.catalogue, here.workspace.languages)

/** Changes the whole text of a draft, which may have faults. */
export const changeDraft = command({
	name: 'registerDraft.change',
	input: z.strictObject({ draft: Reference, version: Version, declaration: z.string().min(1).max(TEXT_MOST) }),
	output: Done,
	about,
	allow: isAdministrator,
	async run(here, { declaration }, draft) {
		await keepText(here, draft, { text: declaration, piece: WHOLE })
		return done(draft)
	}
})

/** What the version says that a draft was begun from, so that what is called otherwise since is known. */
async function standingText(here: Here, { register, fromVersion }: Draft): Promise<unknown> {
	const { declaration } = await here.ask(exportDeclaration, { register, version: fromVersion ?? 1 })
	return standingOf(declaration)
}

/** Sets what the form of one piece of a draft asks for: all else stays as it is written, and what names the piece follows its key. */
export const editDraft = command({
	name: 'registerDraft.edit',
	input: z.strictObject({
		draft: Reference,
		version: Version,
		/** As in its address: `fields/purpose`, `fields/+` for a new one, `tables/visitors/person`, `head`. */
		piece: Piece,
		/** The type of a field, or of what a move does, where it is chosen or changed. */
		type: z.string().max(40).optional(),
		/** By the names of the inputs of the form, `of:names:en`, each with all that stands in it. */
		values: z.record(z.string().max(120), z.array(z.string().max(100_000)).max(600))
	}),
	output: Edited,
	about,
	allow: isAdministrator,
	async run(here, { piece, type = '', values }, draft) {
		const standing = draft.fromVersion === null ? null : await standingText(here, draft)
		const edited = editPiece(draft.text, { piece, type, sent: values, languages: languagesHere(here), standing })
		await keepText(here, draft, edited)
		return { ...done(draft), piece: edited.piece }
	}
})

/** Moves a piece of a draft up or down among those beside it. */
export const moveDraftPiece = command({
	name: 'registerDraft.movePiece',
	input: z.strictObject({ draft: Reference, version: Version, piece: Piece, by: z.enum(['up', 'down']) }),
	output: Edited,
	about,
	allow: isAdministrator,
	async run(here, { piece, by }, draft) {
		const edited = movePiece(draft.text, { piece, by })
		await keepText(here, draft, edited)
		return { ...done(draft), piece: edited.piece }
	}
})

/** Takes a piece out of a draft. What names it is left, and told as a fault. */
export const takeOutOfDraft = command({
	name: 'registerDraft.takeOut',
	input: z.strictObject({ draft: Reference, version: Version, piece: Piece }),
	output: Edited,
	about,
	allow: isAdministrator,
	async run(here, { piece }, draft) {
		const step = stepNamed(piece)
		const edited =
			step === null ? takeOutPiece(draft.text, piece) : { text: takeOutStep(draft.text, step), piece: 'steps' }
		await keepText(here, draft, { text: edited.text, piece })
		return { ...done(draft), piece: edited.piece }
	}
})

/** Declares the register as its draft says, and with it those of other drafts; they are over with it. */
export const declareDraft = command({
	name: 'registerDraft.declare',
	input: z.strictObject({
		draft: Reference,
		version: Version,
		/** Drafts of registers that name this one, or are named by it: all are declared, or none. */
		together: DraftsTogether.optional(),
		consents: Consents.optional(),
		mayWait: z.boolean().optional()
	}),
	output: z.object({
		id: z.string(),
		register: z.string(),
		/** The job that does it, where it has become one: then nothing is done yet, and the draft stays until it is. */
		job: z.string().nullable(),
		/** The spreadsheet that the draft was begun from, whose rows can be brought in now. */
		file: z.string().nullable(),
		version: NewVersion
	}),
	about,
	allow: isAdministrator,
	async run(here, { together = [], consents = [], mayWait = false }, draft) {
		const declared = await declareDrafts(here, draft, { together, consents, mayWait })
		return { id: draft.id, register: declared.register, job: declared.job, file: draft.file }
	}
})

/** Ends a draft that is not wanted any more, with a reason; it stays to be read, and can be taken up again. */
export const discardDraft = command({
	name: 'registerDraft.discard',
	input: z.strictObject({ draft: Reference, version: Version, reason: Text(2_000) }),
	output: Done,
	about,
	allow: isAdministrator,
	async run(here, { reason }, draft) {
		if (!draft.isOpen) throw conflict('registers.draft.over')
		await here.write.change('register_draft', draft.id, { is_open: false })
		await here.write.changeRecord(draft.id, { state: 'withdrawn', state_reason: reason })
		return done(draft)
	}
})

const SheetColumn = z.object({
	header: z.string(),
	key: z.string(),
	type: z.enum(GUESSED_TYPES),
	filtered: z.boolean(),
	currency: z.string().nullable(),
	codes: z.array(z.string()),
	filled: z.int(),
	examples: z.array(z.string()),
	/** Cells with a day that can be read two ways. */
	twoWays: z.int(),
	/** Whether entries are called by it. */
	title: z.boolean()
})

/** The columns of a spreadsheet that was sent, each with the type that its cells were taken for. Nothing is kept. */
export const readSheetColumns = query({
	name: 'registerDraft.readSheet',
	input: z.strictObject({ file: Identifier }),
	output: z.object({ name: z.string(), sheet: z.string(), rows: z.int(), columns: z.array(SheetColumn) }),
	about: nothing,
	allow: isAdministrator,
	async run(here, { file }) {
		const { name, table } = await readSheet(here, file)
		const columns = guessColumns(table, await guessingWords(here))
		const title = titleAmong(columns, table.rows.length)
		return {
			name,
			sheet: table.name,
			rows: table.rows.length,
			columns: columns.map(({ header, key, type, isFiltered, currency, codes, filled, examples, twoWays }) => ({
				header,
				key,
				type,
				filtered: isFiltered,
				currency,
				codes: codes.map((code) => code.name),
				filled,
				examples,
				twoWays,
				title: key === title
			}))
		}
	}
})
