using Microsoft.Extensions.Options;

namespace EmailConsole.Hosting;

/// <summary>Starts the application, and says in one line why where it cannot.</summary>
public static class Launch
{
    private const int ConfigurationError = 78; // EX_CONFIG of sysexits.h

    public static async Task<int> RunAsync(
        string[] args, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        try
        {
            // A published application serves its own wwwroot, whatever the current folder is
            var published = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions
            {
                Args = args,
                ContentRootPath = published ? AppContext.BaseDirectory : null,
            });
            add(builder);
            await using var app = builder.Build();
            map(app);
            await app.RunAsync();
            return 0;
        }
        catch (OptionsValidationException e)
        {
            foreach (var failure in e.Failures)
            {
                await Console.Error.WriteLineAsync($"EmailConsole cannot start: {failure}");
            }

            return ConfigurationError;
        }
    }
}
