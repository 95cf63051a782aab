using Bunit;
using EmailConsole.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace EmailConsole.Tests.Shell;

public sealed class DatabaseBoundaryTests : BunitContext
{
    private readonly FakeTimeProvider _time = new();

    public DatabaseBoundaryTests() => Services.AddMudServices().AddSingleton<TimeProvider>(_time);

    [Fact]
    public void Page_DatabaseFails_SaysSoAndComesBackByItself()
    {
        var database = new Failure { Exception = new SqliteException("database is locked", 5) };
        var boundary = Render(database);

        Assert.Contains("The database does not answer", boundary.Markup, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(3));
        boundary.WaitForAssertion(() => Assert.Equal(2, database.Asked));
        database.Exception = null;
        _time.Advance(TimeSpan.FromSeconds(3));
        boundary.WaitForAssertion(() => Assert.Equal("<p>the page</p>", boundary.Markup));
    }

    [Fact]
    public void Page_FailsOtherwise_IsNotCaught() =>
        Assert.Throws<InvalidOperationException>(() => Render(new Failure { Exception = new InvalidOperationException() }));

    private IRenderedComponent<DatabaseBoundary> Render(Failure failure) => Render<DatabaseBoundary>(parameters => parameters
        .AddChildContent<Page>(page => page.Add(p => p.Failure, failure)));

    internal sealed class Failure
    {
        public Exception? Exception { get; set; }

        public int Asked { get; set; }
    }

    private sealed class Page : ComponentBase
    {
        [Parameter]
        public Failure Failure { get; set; } = default!;

        protected override void OnInitialized()
        {
            Failure.Asked++;
            if (Failure.Exception is { } exception)
            {
                throw exception;
            }
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddMarkupContent(0, "<p>the page</p>");
    }
}
