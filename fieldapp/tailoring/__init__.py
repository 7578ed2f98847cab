"""裁剪 (§6.1.5): approved files that take the place of, or stand beside, the profile, forms and holidays of the program."""
