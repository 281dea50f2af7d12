"""Words that tell a heading which structures a page from one that names a talk, in the languages that notes are in."""

from __future__ import annotations

# Headings that structure a page or a note; no talk, whatever stands below them.
FURNITURE = frozenset(
    phrase.strip()
    for phrase in """
about, about me, about the author, about this repo, about this repository, about us, abstract, acknowledgements,
action items, actions, agenda, appendix, architecture, archives, articles, ausblick, author, authors, background,
benefits, best practices, bio, blog posts, blogs, bonus, call to action, case study, categories, challenges,
changelog, closing, closing thoughts, code, code of conduct, comments, conclusao, conclusion, conclusiones,
conclusions, conference, conferences, considerations, contact, contents, contributing, contributing guidelines,
contribution guidelines, contributors, credits, customer stories, customer story, definitions, demo, demos,
deployment, description, details, development, disclaimer, discussion, download, downloads, einleitung, enlaces,
evaluation, example, examples, extras, faq, fazit, feature, features, feedback, final thoughts, final words, first
impressions, follow up, footnotes, format, fun facts, further reading, further resources, further videos, general,
general impressions, general notes, general thoughts, get in touch, get started, getting started, glossary, goals,
highlights, how it works, how to contribute, how to use, image, images, impressions, impressum, in conclusion, index,
indice, info, information, inhalt, inhaltsverzeichnis, install, installation, intro, introducao, introduccion,
introduction, key announcements, key learnings, key points, key takeaways, last words, learnings, leave a comment,
leave a reply, lessons, lessons for next year, lessons learned, licence, license, liens, link, links, main points,
materials, meta, metadata, methodology, misc, miscellaneous, more, more information, motivation, newsletter, next
steps, no sessions, not sessions, notas, note, notes, observations, open questions, other, other links, other notes,
other resources, other stuff, outline, outro, overall, overview, parting thoughts, people, personal highlights,
personal notes, photos, pictures, podcasts, preface, prerequisites, presenter, presenters, pricing, problem, problem
statement, project structure, pros, pros and cons, purpose, q a, q and a, quellen, questions, questions and answers,
quick start, quickstart, quotes, random notes, random thoughts, readme, recap, recent posts, recipes, recommendations,
recursos, reference, references, referencias, related, related articles, related blog posts, related content, related
links, related posts, related reading, related session, related sessions, related stream, related streams, related
talks, related videos, requirements, resource, resources, results, resume, resumen, resumo, roadmap, running,
scenario, schedule, screenshots, security, see also, session abstract, session description, session details, session
resources, setup, share, share this, show notes, site, slides, solution, solutions, sommaire, source, sources,
speaker, speakers, sponsors, statistics, stats, status, structure, subscribe, sumario, summary, support, swag, table
of contents, tags, takeaway, takeaways, team, technologies, testing, tests, thank you, thanks, thoughts, timeline,
tips, tips and tricks, title, tl dr, tl dr summary, tldr, to do, toc, todo, todos, tools, topics, transcript, travel,
trivia, troubleshooting, tutorials, uberblick, usage, use case, use cases, useful links, useful resources, venue,
video, what i learned, what is this, what next, what s next, whats next, who, why, why not, wrap up, wrapping up, you
may also like, zusammenfassung
""".replace("\n", " ").split(",")
)
# Of these the ones that are subjects of talks as well, where lists are ordered by subject.
SUBJECTS = frozenset("architecture deployment development security testing".split())
# Headings of these words alone are the author's own, and no talks.
ASIDE_WORDS = frozenset(
    "misc random general personal final closing first overall quick some thoughts thought notes note tips tip travel "
    "trip report reports impressions summary links remarks words comments lessons reflections takeaways hints advice "
    "logistics photos pictures food hotel hotels party swag social events people expenses costs money plans leftovers "
    "overheard tomorrow today yesterday legend hallway day days arrival departure journey the my our and of other more "
    "home way back early late preparation preparations statistics numbers budget ideas questions survey weather "
    "things stuff bits pieces observations "
    "reise anreise abreise essen sonstiges allgemeines allgemein eindrucke gedanken viagem voyage viaje comida".split()
)
