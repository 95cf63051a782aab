using Bunit;
using EmailConsole.Accounts.Components;
using EmailConsole.Tests.Application;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Accounts.Components;

public sealed class LiveComponentTests : BunitContext
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordedLog _log = new();

    public LiveComponentTests() => Services.AddSingleton<TimeProvider>(_time).AddLogging(logging => logging.AddProvider(_log));

    [Fact]
    public void Look_DatabaseFails_StaysAsItIsAndLooksAgain()
    {
        var looks = Render<Looks>();
        Look(looks, 1);

        looks.Instance.Fault = new SqliteException("database is locked", 5);
        Look(looks, 2);
        Assert.Equal("<p>1</p>", looks.Markup);
        looks.Instance.Fault = null;
        Look(looks, 3);

        looks.WaitForAssertion(() => Assert.Equal("<p>3</p>", looks.Markup));
    }

    [Fact]
    public void Look_DatabaseFailsForLong_IsLoggedOnceAndOnceMoreTheNextTime()
    {
        var looks = Render<Looks>();
        var fault = new SqliteException("database is locked", 5);
        var number = 0;
        foreach (var (next, lines) in (IEnumerable<(Exception?, int)>)[(fault, 1), (fault, 1), (fault, 1), (null, 1), (fault, 2)])
        {
            looks.Instance.Fault = next;
            Look(looks, ++number);

            looks.WaitForAssertion(() => Assert.Equal(lines, _log.Lines.Count));
        }
    }

    [Fact]
    public async Task Look_FailsOtherwise_IsNotHidden()
    {
        var looks = Render<Looks>();
        looks.Instance.Fault = new InvalidOperationException();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.IsType<InvalidOperationException>(await Renderer.UnhandledException.WaitAsync(Bound.Wait));
    }

    private void Look(IRenderedComponent<Looks> looks, int number)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        looks.WaitForAssertion(() => Assert.Equal(number, looks.Instance.Number));
    }

    private sealed class Looks : LiveComponent
    {
        public Exception? Fault { get; set; }

        public int Number { get; private set; }

        protected override Task LookAsync()
        {
            Number++;
            if (Fault is not null)
            {
                return Task.FromException(Fault);
            }

            StateHasChanged();
            return Task.CompletedTask;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddMarkupContent(0, $"<p>{Number}</p>");
    }
}
