import { keepsRegister } from '#modules/registers/edition/audience.ts'
import { addTemplate, changeTemplate } from '#modules/registers/edition/template-commands.ts'
import { offersOf, type Addressees } from '#modules/registers/edition/template-form.ts'
import { getTemplate } from '#modules/registers/edition/template-queries.ts'
import type { ReportDefinition } from '#modules/registers/edition/definition.ts'
import { spokenOf } from '#platform/languages/offered.ts'
import { listSeats } from '#platform/access/seat-operations.ts'
import { catalogue } from '../../../../../words.ts'
import { formAction } from '../../../../face.server.ts'
import type { Session } from '../../../../session.server.ts'
import { optionsOf, refuseUnlessMay } from '../../../record-page.server.ts'
import { registerPage } from '../list.server.ts'

type Params = { workspace: string; register: string }

/** The languages that reports of the workspace are written in, and the one it writes first. */
export function placeOf({ workspace }: Pick<Session, 'workspace'>) {
	return { languages: spokenOf(catalogue, workspace?.languages ?? []), first: workspace?.language ?? 'en' }
}

/** Whom editions may be sent to, as a form offers it. */
export async function addresseesOf(locals: Session): Promise<Addressees> {
	const [structures, seats] = await Promise.all([
		optionsOf(locals, 'structure'),
		locals.seat.role === 'administrator' ? locals.ask(listSeats, { limit: 200 }) : { items: [] }
	])
	return { structures, seats: seats.items.map(({ key, office }) => ({ value: key, label: office })) }
}

/** Whom a layout has its editions sent to, by name; of seats that the reader may not list, how many. */
export async function recipientsOf(
	locals: Session,
	{ declaration }: { declaration: { groups: readonly { key: string; names: Readonly<Record<string, string>> }[] } },
	{ to }: Pick<ReportDefinition, 'to'>
): Promise<string[]> {
	if (to.groups.length + to.structures.length + to.seats.length === 0) return []
	const { structures, seats } = await addresseesOf(locals)
	const labelsOf = (keys: readonly string[], options: Addressees['structures']) =>
		keys.flatMap((key) => options.find(({ value }) => value === key)?.label ?? [])
	const groups = declaration.groups.flatMap(({ key, names }) =>
		to.groups.includes(key) ? [locals.words.name(names)] : []
	)
	const seated = labelsOf(to.seats, seats)
	const unnamed = to.seats.length - seated.length
	return [
		...groups,
		...labelsOf(to.structures, structures),
		...seated,
		...(unnamed === 0 ? [] : [locals.words.t('registers.template.seats.count', { count: unnamed })])
	]
}

/** A register for who lays out its reports; refused to everybody else. */
export async function layingOut({ locals, params, url }: { locals: Session; params: Params; url: URL }) {
	const shown = await registerPage({ locals, params })
	const may = shown.register.state === 'active' && keepsRegister(shown.compiled, locals.seat)
	refuseUnlessMay({ locals, url }, may, addTemplate.name)
	return { ...shown, title: locals.words.name(shown.register.title) }
}

/** A report's layout with what its forms offer; refused to who may not change it. */
export async function changingLayout({
	locals,
	params,
	url
}: {
	locals: Session
	params: Params & { template: string }
	url: URL
}) {
	const [shown, template] = await Promise.all([
		registerPage({ locals, params }),
		locals.ask(getTemplate, { template: params.template })
	])
	refuseUnlessMay({ locals, url }, template.may.change, changeTemplate.name)
	return {
		...shown,
		template,
		title: locals.words.name(shown.register.title),
		name: locals.words.name(template.title),
		page: `${shown.home}/report/template/${template.reference}`,
		offers: offersOf(locals.words, shown.compiled, template.definition.audience)
	}
}

type Event = Parameters<ReturnType<typeof formAction>>[0]

/** An action that changes part of a layout by what was sent, and leaves the rest as it stands. */
export const layoutAction =
	(
		become: (definition: ReportDefinition, sent: FormData, event: Event) => Record<string, unknown>,
		next: (event: Event) => string
	) =>
	async (event: Event) => {
		const sent = await event.request.clone().formData()
		const template = event.params['template'] ?? ''
		const { definition } = await event.locals.ask(getTemplate, { template })
		return formAction(
			changeTemplate,
			() => ({ template, definition: become(definition, sent, event) }),
			() => next(event)
		)(event)
	}

/** The page of the layout that an action is about. */
export const layoutOf = ({ params }: Pick<Event, 'params'>) =>
	`/${params['workspace'] ?? ''}/register/${params['register'] ?? ''}/report/template/${params['template'] ?? ''}`
