import { error, redirect } from '@sveltejs/kit'
import type { Workspace } from '#platform/access/workspace.ts'
import { sayDone } from '../done-notice.ts'
import type { LayoutServerLoad } from './$types'

// In the reader's language, else in the workspace's first; nothing where there is none.
function letterheadOf({ key, letterhead, logoFileId, language: first }: Workspace, language: string) {
	const text = letterhead[language] ?? letterhead[first] ?? ''
	if (text === '' && logoFileId === null) return null
	return { lines: text === '' ? [] : text.split('\n'), logo: logoFileId && `/${key}/file/${logoFileId}` }
}

/** What every page of a workspace carries: the workspace itself, or its absence, and the notice of what was just done. */
export const load: LayoutServerLoad = ({ locals, params, cookies, url }) => {
	const { workspace, words } = locals
	// Keys are written in small letters; an address typed otherwise leads to the same place.
	const small = params.workspace.toLowerCase()
	if (!workspace && small !== params.workspace)
		redirect(308, `/${small}${url.pathname.slice(params.workspace.length + 1)}${url.search}`)
	if (!workspace)
		error(404, words.t('refusal.platform.no-such-workspace', { workspace: params.workspace.slice(0, 60) }), {
			title: words.t('problem.absent')
		})
	const done = cookies.get('pitso_done')
	const waits = locals.waiting?.office ?? null
	const letterhead = letterheadOf(workspace, words.language)
	if (done === undefined) return { notice: null, waits, letterhead }
	cookies.delete('pitso_done', { path: '/' })
	return { waits, letterhead, notice: sayDone(words, done) }
}
