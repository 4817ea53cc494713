"""Turns the bytes of a photo or PDF into something a terminal can show, in a process that can do nothing else."""
