"""`crm rotate`: another master key wraps the keys of persons; nothing sealed is touched."""

import os
import sys
from secrets import token_urlsafe

from crm.cli.words import FrenchParser, Words
from crm.event_store.masters import Master
from crm.event_store.opening import open_keyring
from crm.settings import Settings, replace_secrets, secrets_path
from crm.site.french import number, plural

HELP = "remplace la clé maîtresse du trousseau; les autres processus sont ensuite à redémarrer"


def describe(parser: FrenchParser) -> None:
    """Nothing to say."""


def run(said: Words) -> int:  # noqa: ARG001  # same shape as the other commands
    settings, in_file = Settings.read(), "CRM_MASTER_KEY" not in os.environ
    if not in_file and not settings.next_master_key:
        print("Donnez la nouvelle clé maîtresse dans CRM_MASTER_KEY_NEXT.", file=sys.stderr)
        return 2
    new = settings.next_master_key or token_urlsafe(48)
    if in_file:  # before any key is wrapped by it: a failure in between loses nothing
        replace_secrets(secrets_path(), {"keyring_next": new})
    keyring = open_keyring(settings)
    count = keyring.rewrap(Master(new))
    keyring.engine.dispose()
    if in_file:
        replace_secrets(secrets_path(), {"keyring": new, "keyring_next": None})
    told = plural(count, "1 clé est enveloppée", f"{number(count)} clés sont enveloppées")
    print(f"{told} par la nouvelle clé maîtresse. Redémarrez « crm serve » et « crm worker ».")
    print("Sauvegardez maintenant les secrets et le trousseau, chacun de son côté.")
    if not in_file:
        print("Mettez la nouvelle clé dans CRM_MASTER_KEY, et retirez CRM_MASTER_KEY_NEXT.")
    return 0
