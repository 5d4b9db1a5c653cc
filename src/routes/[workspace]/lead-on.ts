import { redirect, type Cookies } from '@sveltejs/kit'

const DONE = /(?:^|;\s*)pitso_done=([^;]*)/

/**
 * Leads on to the page a general address stands for. What was just done is told there: the page in between, which nobody
 * sees, would have used the notice up.
 */
export function leadOn(
	{ cookies, request, url }: { cookies: Cookies; request: Request; url: URL },
	address: string
): never {
	const done = DONE.exec(request.headers.get('cookie') ?? '')?.[1]
	if (done !== undefined && done !== '')
		cookies.set('pitso_done', decodeURIComponent(done), {
			path: '/',
			sameSite: 'lax',
			maxAge: 30,
			httpOnly: true,
			secure: url.protocol === 'https:'
		})
	redirect(303, address)
}
