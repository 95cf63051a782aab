namespace EmailConsole.Submission.Intake;

/// <summary>A line break as programs of Unix write it.</summary>
internal static class BareLf
{
    /// <returns>Where the first LF is that no CR precedes; negative: there is none.</returns>
    public static int Find(ReadOnlySpan<byte> content)
    {
        for (var at = 0; at < content.Length; at++)
        {
            var next = content[at..].IndexOf((byte)'\n');
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (at == 0 || content[at - 1] != '\r')
            {
                return at;
            }
        }

        return -1;
    }
}
