import { setReminder } from '#modules/deliberation/action/reminder-commands.ts'
import { getDigest, getReminder } from '#modules/deliberation/action/reminder-queries.ts'
import { linkTo } from '#modules/directory/page-links.ts'
import { sayMatter } from '#platform/records/say-matter.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { languageOptions } from '../../administration/administration.server.ts'
import { refuseUnlessMay } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	refuseUnlessMay({ locals, url }, locals.seat.key !== null, 'reminder.get')
	const [preference, digest] = await Promise.all([locals.ask(getReminder, {}), locals.ask(getDigest, {})])
	return {
		preference,
		sections: digest.sections.map(({ section, items, isMore }) => ({
			section,
			isMore,
			items: items.map(({ record, day }) => ({ ...linkTo(locals.words, workspace, record), day }))
		})),
		matters: digest.matters.map(({ code, names, whose, total, path, first }) => ({
			code,
			text: sayMatter(locals.words, { code, names, total }),
			whose,
			href: `/${workspace}${path}`,
			first: first.map(({ record, day }) => ({ ...linkTo(locals.words, workspace, record), day }))
		})),
		languages: languageOptions(locals),
		keys: formKeys(locals)
	}
}

export const actions: Actions = {
	default: formAction(setReminder, (_event, form) => ({ language: form.get('language') || null }))
}
