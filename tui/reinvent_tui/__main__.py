import sys

from reinvent_tui.cli import main

sys.exit(main())
