import { readPublicForm } from '#modules/registers/submission/public-queries.ts'
import { hereAgain } from '../../../back.ts'
import { entryForm } from '../../register/entry-form.server.ts'
import { languagesOffered, nameOfAddress, sendForm } from './public-form.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
	const about = await locals.ask(readPublicForm, { register: params.register })
	const { declaration, readers } = about
	const { words } = locals
	// A form holds a ticket of its own, and a page may hold a receipt: neither is kept.
	setHeaders({ 'cache-control': 'no-store' })
	return {
		title: words.name(about.title),
		introduction: words.name(about.introduction),
		standing: about.standing,
		opensOn: about.opensOn,
		closesOn: about.closesOn,
		refused: about.refused,
		readers: readers.groups.map((names) => words.name(names)),
		roles: readers.roles,
		keptMonths: about.keptMonths,
		contact: about.contact,
		address: nameOfAddress(words, declaration),
		fileMegabytes: about.fileMegabytes,
		ticket: about.ticket,
		form: await entryForm(locals, {
			declaration,
			areas: [],
			asks: declaration.fields.map(({ key }) => key),
			values: {},
			tables: {},
			names: {}
		}),
		languages: languagesOffered(),
		back: hereAgain(url),
		home: `/${params.workspace}/submit`,
		receipt: `/${params.workspace}/submit/receipt`
	}
}

export const actions: Actions = { default: sendForm }
