"""What a text message could hold to act on a terminal; every one has the word CANARY or its base64 in it."""

PAYLOADS = (
    "\x1b]52;c;Q0FOQVJZ\x07 clipboard CANARY",
    "\x1b]0;CANARY\x07 title",
    "\x1b]2;CANARY\x1b\\ title",
    "\x1b[2JCANARY cleared",
    "\x1b[31mCANARY red\x1b[1;1Hat the top",
    "\x9b2JCANARY \x9d0;CANARY\x9c",
    "\x90qCANARY\x9c \x1bPqCANARY\x1b\\",
    "\x1b_GCANARY\x1b\\ picture",
    "nul\x00CANARY del\x7f bell\x07 back\x08\x08\x08",
    "\u202eYRANAC\u202c \u2066iso\u2069 \u200bzero\u200f",
    "tags\U000e0041\U000e0042CANARY",
    "\x1b]8;;http://CANARY\x1b\\link\x1b]8;;\x1b\\",
    "\x1bcCANARY reset \x1b(0 \x1b#8",
    "CANARY\rover \x0b\x0c\x85next",
)
