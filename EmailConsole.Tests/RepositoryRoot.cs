namespace EmailConsole.Tests;

/// <summary>The folder of the solution this test assembly was built in.</summary>
internal static class RepositoryRoot
{
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EmailConsole.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No EmailConsole.sln above {AppContext.BaseDirectory}");
    }
}
