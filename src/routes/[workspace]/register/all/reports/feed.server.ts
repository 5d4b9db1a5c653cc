import { editionFeed } from '#modules/registers/edition/edition-queries.ts'
import { editionPage } from '#modules/registers/edition/report-links.ts'
import type { Feed } from '#modules/registers/edition/write-feed.ts'
import type { Session } from '../../../../session.server.ts'

/** The latest public editions of a workspace, told in the language of whoever asks. */
export async function feedOf(
	{ locals, params, url }: { locals: Session; params: { workspace: string }; url: URL },
	file: string
): Promise<Feed> {
	const { words, workspace } = locals
	const { items } = await locals.ask(editionFeed, {})
	const home = `${url.origin}/${params.workspace}/register/all/reports`
	return {
		title: words.t('registers.edition.feed.title', { workspace: words.name(workspace?.name ?? {}) }),
		language: words.language,
		home,
		own: `${home}/${file}`,
		items: items.map((item) => ({
			id: item.id,
			reference: item.reference,
			title: words.name(item.title),
			about: words.name(item.about),
			register: words.name(item.register.title),
			url: `${url.origin}${editionPage(params.workspace, item)}`,
			changedAt: item.changedAt,
			issue: item.issue
		}))
	}
}
