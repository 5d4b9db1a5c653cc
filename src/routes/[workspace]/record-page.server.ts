import type { RequestEvent } from '@sveltejs/kit'
import { dayIn } from '#platform/access/workspace.ts'
import { registry } from '#areas'
import { RecordHead } from '#platform/records/find-record.server.ts'
import { listComments } from '#platform/records/discussion.ts'
import { listDocuments } from '#platform/records/documents.ts'
import { isClosedTo } from '#platform/operation/closed-pages.server.ts'
import { conflict, forbidden, type RefusalParams } from '#platform/operation/refusal.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { listLinks } from '#platform/records/record-operations.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import { getActor } from '#modules/directory/actor-queries.ts'
import { listOptions, type UsedOn } from '#modules/directory/options-queries.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { getFramework, getTheme } from '#modules/directory/theme-queries.ts'
import { formKeys, refusePage } from '../face.server.ts'

type Page = Pick<RequestEvent, 'locals' | 'url'>
type Locals = Page['locals']

/** Refuses the page of a form that the seat could not send: the rule is told before anything is typed. */
export function refuseUnlessMay({ locals, url }: Page, may: boolean, operation: string) {
	if (!may) refusePage(locals, url, forbidden('platform.not-allowed', { operation }))
}

type Stand = { may: boolean; whyNot: string | null; params?: RefusalParams }

/**
 * As `refuseUnlessMay`, where the record itself can stand in the way: a seat that has the right is told the rule that forbids it
 * now, and only one that has not is told who may.
 */
export function refuseUnlessCan({ locals, url }: Page, { may, whyNot, params }: Stand, operation: string) {
	if (may) return
	if (whyNot !== null) refusePage(locals, url, conflict(whyNot, params))
	refuseUnlessMay({ locals, url }, false, operation)
}

// Where the workspace closes the history to the public, their pages do without its last line.
const isHistoryClosed = ({ opening }: Locals) => opening !== undefined && isClosedTo(opening, 'record.history')

/** The latest of what happened to a record, newest first; null where the history is closed to whoever asks. */
export const latestOf = (locals: Locals, { kind, reference }: Pick<RecordHead, 'kind' | 'reference'>, limit: number) =>
	isHistoryClosed(locals) ? Promise.resolve(null) : locals.ask(getHistory, { record: reference, kind, limit })

/**
 * What hangs on a record of any kind: links, documents, discussion, and the last thing that happened to it, which is asked for
 * unless the page has `latest` of its own.
 */
export async function recordParts(
	locals: Locals,
	{ kind, reference }: Pick<RecordHead, 'kind' | 'reference'>,
	latest = latestOf(locals, { kind, reference }, 1)
) {
	const asked = { record: reference, kind }
	const [links, documents, comments, history] = await Promise.all([
		locals.ask(listLinks, asked),
		locals.ask(listDocuments, asked),
		locals.ask(listComments, asked),
		latest
	])
	return {
		links,
		documents,
		comments,
		last:
			history?.items
				.map(({ sequence, at, operation, via, by, reason, record, isUnseen }) => ({
					about: record && record.id !== history.record.id ? record : null,
					sequence,
					at,
					operation,
					via,
					by,
					reason,
					isUnseen
				}))
				.at(0) ?? null,
		may: { keep: keepsRecords(locals.seat) },
		keys: formKeys(locals),
		languages: [...(locals.workspace?.languages ?? [])]
	}
}

/** What every form about a record needs of it. */
export const headOf = ({ id, kind, reference, title, acronym, version, state, stateReason, audience }: RecordHead) => ({
	id,
	kind,
	reference,
	title,
	acronym,
	version,
	state,
	stateReason,
	audience
})

/** The calendar day it is in the workspace, at the moment of the request. */
export const todayOf = ({ workspace, opening }: Locals): string =>
	dayIn(workspace?.timeZone ?? 'UTC', opening?.now ?? new Date())

/** What the page of a form about a record needs: the record with its version, the form's keys, the languages, the day. */
export const formOf = (locals: Locals, record: RecordHead) => ({
	record: headOf(record),
	keys: formKeys(locals),
	languages: [...(locals.workspace?.languages ?? [])],
	today: todayOf(locals)
})

/** A record of the directory by kind and key, as far as forms on any kind need it; undefined when the kind is no kind. */
export async function findHead(locals: Locals, kind: string, reference: string): Promise<RecordHead | undefined> {
	switch (kind) {
		case 'actor':
			return locals.ask(getActor, { actor: reference })
		case 'structure':
			return locals.ask(getStructure, { structure: reference })
		case 'framework':
			return locals.ask(getFramework, { framework: reference })
		case 'area':
			return locals.ask(getTheme, { area: reference })
		default:
			return headOfKind(locals, kind, reference)
	}
}

async function headOfKind(locals: Locals, kind: string, reference: string): Promise<RecordHead | undefined> {
	const known = registry.kind(kind)
	return known && RecordHead.parse(await locals.ask(known.get, known.getInput(reference)))
}

/** All records of a kind as the options of a select: key and name. */
export async function optionsOf(locals: Locals, kind: 'actor' | 'structure' | 'framework') {
	const { items } = await locals.ask(listOptions, { kind })
	return items.map(({ reference, title, acronym }) => ({
		value: reference,
		label: labelled(locals, { title, acronym })
	}))
}

/** The areas of all frameworks as options, each under its framework's name; or the functions, which stand in one framework alone. */
export async function areaOptions(locals: Locals, which: 'functions' | 'themes') {
	const { items } = await locals.ask(listOptions, { kind: 'area' })
	return items
		.filter(({ framework }) => (framework?.kind === 'functions') === (which === 'functions'))
		.map(({ reference, title, acronym, framework }) => ({
			value: reference,
			label: labelled(locals, { title, acronym }),
			...(which === 'themes' && framework && { group: labelled(locals, framework) })
		}))
}

/**
 * The areas by which a list can be narrowed, each under its framework's name: those that its records deal with, or all where the
 * address names another, which has to be told among the filters to be taken off again.
 */
export async function areaFilter(locals: Locals, usedOn: UsedOn, address: URL) {
	const used = await locals.ask(listOptions, { kind: 'area', usedOn })
	const asked = address.searchParams.get('filter[area]')
	const isOffered = !asked || used.items.some(({ reference }) => reference === asked)
	const { items } = isOffered ? used : await locals.ask(listOptions, { kind: 'area' })
	return items
		.filter(({ framework }) => framework?.kind !== 'functions')
		.map(({ framework, ...area }) => ({
			value: area.reference,
			label: labelled(locals, area),
			...(framework && { group: labelled(locals, framework) })
		}))
}

/** The areas to choose from, under the framework each stands in; functions are no areas a structure deals with. */
export async function areaGroups(locals: Locals) {
	const { items } = await locals.ask(listOptions, { kind: 'area' })
	const themes = items.flatMap(({ framework, ...area }) =>
		framework && framework.kind !== 'functions' ? [{ ...area, framework }] : []
	)
	return [...Map.groupBy(themes, ({ framework }) => framework.reference).values()].flatMap((areas) => {
		const [first] = areas
		if (!first) return []
		return [
			{
				label: labelled(locals, first.framework),
				options: areas.map((area) => ({ value: area.reference, label: labelled(locals, area) }))
			}
		]
	})
}

const labelled = ({ words }: Locals, { title, acronym }: { title: Record<string, string>; acronym: string | null }) =>
	acronym ? `${words.name(title)} (${acronym})` : words.name(title)

type Addressed = { params: Partial<Record<string, string>> }

/** Where a form leads once it is done: the page of the record it was about. */
export const backTo =
	(kind: string) =>
	(_result: unknown, { params }: Addressed) =>
		`/${params['workspace'] ?? ''}/${kind}/${params['reference'] ?? ''}`

/** Where a form leads that made a record, or moved it: the page of the record its answer names. */
export const onTo =
	(kind: string) =>
	(result: { reference: string }, { params }: Addressed) =>
		`/${params['workspace'] ?? ''}/${kind}/${result.reference}`

/** As `backTo`, where the address says which kind of record the form was about. */
export const backToKind = (result: unknown, event: Addressed) => backTo(event.params['kind'] ?? '')(result, event)

/** The record a form is about, as operations on any kind of record take it. */
export const aboutRecord = ({ params }: Addressed) => ({ record: params['reference'], kind: params['kind'] })

const KINDS = ['structure', 'actor', 'framework', 'area'] as const

/** Whether records of a kind are all offered to choose from. */
export const isOfDirectory = (kind: string): boolean => KINDS.some((one) => one === kind)

/** The kind of record an address asks for with `kind=`; structures where it asks for none. */
export const chosenKind = (address: URL) =>
	KINDS.find((kind) => kind === address.searchParams.get('kind')) ?? 'structure'

/** As `optionsOf`, areas too: these stand under their framework. */
export async function optionsOfKind(locals: Locals, kind: string) {
	const known = KINDS.find((one) => one === kind) ?? 'structure'
	if (known !== 'area') return optionsOf(locals, known)
	return [...(await areaOptions(locals, 'themes')), ...(await areaOptions(locals, 'functions'))]
}
